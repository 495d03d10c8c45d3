/** "3,500 Gems", in the reader's way of writing numbers. */
export function formatReward(amount: bigint, currencyName: string, locale: string): string {
  return `${new Intl.NumberFormat(locale).format(amount)} ${currencyName}`;
}
