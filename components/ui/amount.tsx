import { formatUsd } from '@/lib/rules/money';
import { formatReward } from '@/lib/rules/reward-words';

/** A reward in the game's own currency: "+3,500 Gems". */
export function Amount({ amount, currency, locale }: { amount: bigint; currency: string; locale: string }) {
  return <span className="font-medium tabular-nums">+{formatReward(amount, currency, locale)}</span>;
}

/** Dollars, exact. */
export function Money({ micros }: { micros: bigint }) {
  return <span className="tabular-nums">${formatUsd(micros)}</span>;
}
