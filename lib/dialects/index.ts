/** The networks this house speaks with. A new one is a new file and one line here. */
import type { Confirms, Dialect, Rewards } from './dialect';
import { ironsource } from './ironsource';
import { native } from './native';
import { standard } from './standard';

const DIALECTS: readonly Dialect[] = [native, ironsource, standard];

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
