/** The reasons that leads keep, as agents choose from them; each denial with the words that the user reads of it. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Select } from '@/components/ui/field';
import type { Outcome } from '@/lib/rules/agent-reasons';
import { labelOf, needsOwnWords, wordsFor } from '@/lib/rules/reasons';
import { readReasons } from '@/lib/tickets/read-reasons';

type ReasonSelectProps = { outcome: Outcome; ticketLocale: string; chosen: string | undefined };

export async function ReasonSelect({ outcome, ticketLocale, chosen }: ReasonSelectProps) {
  const t = await getTranslations('console.decide');
  const locale = await getLocale();
  const reasons = (await readReasons()).filter((reason) => reason.outcome === outcome && !reason.archivedAt);
  return (
    <>
      <Select
        dense
        id={`${outcome}-reason`}
        name="reason"
        required
        defaultValue={chosen ?? (outcome === 'approve' ? reasons[0]?.code : '')}
      >
        <option value="" disabled>
          {t('choose')}
        </option>
        {reasons.map((reason) => (
          <option key={reason.code} value={reason.code}>
            {labelOf(reason, locale)}
          </option>
        ))}
      </Select>
      {outcome === 'deny' && (
        <details className="text-quiet">
          <summary className="inline-flex min-h-6 items-center">{t('reasonWords')}</summary>
          <dl lang={ticketLocale} className="grid gap-1">
            {reasons.map((reason) => (
              <div key={reason.code}>
                <dt className="font-medium">{labelOf(reason, ticketLocale)}</dt>
                <dd>
                  {wordsFor(reason, ticketLocale) ?? t(needsOwnWords(reason, ticketLocale) ? 'ownWords' : 'mailWords')}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
