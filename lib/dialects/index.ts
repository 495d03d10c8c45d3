/** The networks this house speaks with. A new one is a new file and one line here. */

import { adjust } from './adjust';
import { affise } from './affise';
import { appsflyer } from './appsflyer';
import { branch } from './branch';
import type { Confirms, Dialect, Rewards } from './dialect';
import { everflow } from './everflow';
import { ironsource } from './ironsource';
import { keitaro } from './keitaro';
import { kochava } from './kochava';
import { native } from './native';
import { offer18 } from './offer18';
import { singular } from './singular';
import { standard } from './standard';
import { trackier } from './trackier';
import { tune } from './tune';
import { voluum } from './voluum';

const DIALECTS: readonly Dialect[] = [
  native,
  ironsource,
  standard,
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

const byName = new Map<string, Dialect>(DIALECTS.map((dialect) => [dialect.name, dialect]));

export function dialectNamed(name: string): Dialect | null {
  return byName.get(name) ?? null;
}

/** Those by which an advertiser or tracker can confirm. */
export function confirmDialects(): (Dialect & { confirms: Confirms })[] {
  return DIALECTS.filter((dialect): dialect is Dialect & { confirms: Confirms } => dialect.confirms !== undefined);
}

/** Those in which a publisher can be told. */
export function rewardDialects(): (Dialect & { rewards: Rewards })[] {
  return DIALECTS.filter((dialect): dialect is Dialect & { rewards: Rewards } => dialect.rewards !== undefined);
}
