/** The offer's rules, as far as they matter for a decision. */
import { useTranslations } from 'next-intl';
import { Pane } from '@/components/console/pane';
import type { AgentTicket } from '@/lib/tickets/read-ticket-for-agent';

export function OfferPane({ ticket }: { ticket: AgentTicket }) {
  const t = useTranslations('console');
  const rows = [
    [t('offerCard.advertiser'), ticket.advertiserName],
    [t('offerCard.requirements'), ticket.requirements],
    [t('offerCard.countries'), ticket.countries.join(', ') || t('offerCard.everywhere')],
  ] as const;
  return (
    <Pane id="offer" title={t('ticket.offer')}>
      <p>
        <span className="font-medium">{ticket.offerTitle}</span>{' '}
        <span className="font-mono text-xs text-quiet">{ticket.offerKey}</span>
      </p>
      <dl className="grid gap-1.5">
        {rows.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt className="text-quiet">{label}</dt>
                <dd className="break-words">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Pane>
  );
}
