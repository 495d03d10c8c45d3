/** "3,500 Gems", in the reader's way of writing numbers. */
export function formatReward(amount: bigint, currencyName: string, locale: string): string {
  return `${numberFormat(locale).format(amount)} ${currencyName}`;
}

/** Making one takes longer than writing a hundred numbers with it. */
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string): Intl.NumberFormat {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale);
    formats.set(locale, format);
  }
  return format;
}
