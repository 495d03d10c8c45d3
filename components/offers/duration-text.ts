/** "7 days", "36 hours", "45 minutes": the largest unit that is exact. */
export function durationText(minutes: number, locale: string): string {
  const [amount, unit] =
    minutes % 1440 === 0 ? [minutes / 1440, 'day'] : minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(
    amount as number,
  );
}
