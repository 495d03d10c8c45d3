import { formatUsd } from '@/lib/rules/money';
import { formatReward } from '@/lib/rules/reward-words';

/** A reward in the game's own currency: "+3,500 Gems". Isolated, so that the plus stays before the number from right to left too. */
export function Amount({ amount, currency, locale }: { amount: bigint; currency: string; locale: string }) {
  return <bdi className="font-medium tabular-nums">+{formatReward(amount, currency, locale)}</bdi>;
}

/** Dollars, exact. */
export function Money({ micros }: { micros: bigint }) {
  return <span className="tabular-nums">${formatUsd(micros)}</span>;
}
