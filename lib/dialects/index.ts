/** The networks this house speaks with. A new one is a new file and one line here. */

import { adgate } from './adgate';
import { adgem } from './adgem';
import { adjoe } from './adjoe';
import { adjust } from './adjust';
import { affise } from './affise';
import { appsflyer } from './appsflyer';
import { ayet } from './ayet';
import { bitlabs } from './bitlabs';
import { branch } from './branch';
import { cpx } from './cpx';
import { customConfirms } from './custom';
import type { Confirms, Dialect, IntegrationSettings } from './dialect';
import { everflow } from './everflow';
import { fyber } from './fyber';
import { ironsource } from './ironsource';
import { keitaro } from './keitaro';
import { kiwiwall } from './kiwiwall';
import { kochava } from './kochava';
import { lootably } from './lootably';
import { native } from './native';
import { offer18 } from './offer18';
import { pollfish } from './pollfish';
import type { Rewards } from './rewards';
import { singular } from './singular';
import { standard } from './standard';
import { tapjoy } from './tapjoy';
import { theoremreach } from './theoremreach';
import { torox } from './torox';
import { trackier } from './trackier';
import { tune } from './tune';
import { unityads } from './unityads';
import { voluum } from './voluum';
import { wannads } from './wannads';

const DIALECTS: readonly Dialect[] = [
  native,
  ironsource,
  standard,
  adgate,
  adgem,
  adjoe,
  ayet,
  bitlabs,
  cpx,
  fyber,
  kiwiwall,
  lootably,
  pollfish,
  tapjoy,
  theoremreach,
  torox,
  unityads,
  wannads,
  adjust,
  affise,
  appsflyer,
  branch,
  everflow,
  keitaro,
  kochava,
  offer18,
  singular,
  trackier,
  tune,
  voluum,
];

/** How it confirms stands in the settings of each integration. */
const custom: Dialect = { name: 'custom', title: 'Custom' };

/** An advertiser's answers to re-checks (lib/rechecks/portal-confirmation.ts): no postbacks come by it. */
const portal: Dialect = { name: 'portal', title: 'Re-check portal' };

const byName = new Map<string, Dialect>([...DIALECTS, custom, portal].map((dialect) => [dialect.name, dialect]));

export function dialectNamed(name: string): Dialect | null {
  return byName.get(name) ?? null;
}

/** How an integration of this dialect and these settings confirms. Null: it does not. */
export function confirmsFor(
  name: string,
  { custom: definition }: Pick<IntegrationSettings, 'custom'>,
): Confirms | null {
  if (name === custom.name) return definition ? customConfirms(definition) : null;
  return dialectNamed(name)?.confirms ?? null;
}

/** Those by which an advertiser or tracker can confirm. */
export function confirmDialects(): (Dialect & { confirms: Confirms })[] {
  return DIALECTS.filter((dialect): dialect is Dialect & { confirms: Confirms } => dialect.confirms !== undefined);
}

/** Those in which a publisher can be told. */
export function rewardDialects(): (Dialect & { rewards: Rewards })[] {
  return DIALECTS.filter((dialect): dialect is Dialect & { rewards: Rewards } => dialect.rewards !== undefined);
}
