/** What became of a postback: icon, word, colour. A refused one says why. */
import { useTranslations } from 'next-intl';
import type { IconName } from '@/components/ui/icon';
import { StatusChip, type Tone } from '@/components/ui/status-chip';
import { REFUSED_CODES, type ReceiptOutcome } from '@/lib/rules/receipt-filter';

const LOOKS: Record<ReceiptOutcome, [Tone, IconName]> = {
  recorded: ['ok', 'check'],
  duplicate: ['plain', 'copy'],
  unmatched: ['wait', 'clock'],
  test: ['info', 'half'],
  noted: ['plain', 'info'],
  refused: ['bad', 'cross'],
};

export function ReceiptOutcomeChip({ outcome, code }: { outcome: ReceiptOutcome; code: string | null }) {
  const t = useTranslations('console.receipts');
  const [tone, icon] = LOOKS[outcome];
  const why = REFUSED_CODES.find((known) => known === code);
  return (
    <StatusChip tone={tone} icon={icon} className="px-1.5 py-0 whitespace-nowrap">
      {code === null ? t(`outcome.${outcome}`) : why ? t(`code.${why}`) : code}
    </StatusChip>
  );
}
