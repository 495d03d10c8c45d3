/** How far this source is believed and why (04, 5), and what it may approve by itself. */
import { getTranslations } from 'next-intl/server';
import { Section, SectionForm, type SectionProps, typedIn } from '@/app/console/integrations/[key]/section';
import { TrustChip } from '@/app/console/integrations/[key]/trust-chip';
import { Button } from '@/components/ui/button';
import { Checkbox, describedBy, Field, Input } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { confirmsFor } from '@/lib/dialects';
import { trustOf } from '@/lib/dialects/trust';
import { formatUsd } from '@/lib/rules/money';

export async function TrustSection({ integration, mayChange, flash, done }: SectionProps) {
  const t = await getTranslations('console.integration.trust');
  const { dialect, allowedIps, dailyBudgetMicros } = integration;
  const belief = trustOf(dialect, integration);
  const neverSigned = confirmsFor(dialect, integration)?.neverSigned ?? false;
  return (
    <Section name="trust" title={t('title')} done={done}>
      {belief && (
        <>
          <p>
            <TrustChip trust={belief.trust} />
          </p>
          <ul className="grid gap-1.5">
            {belief.why.length === 0 && <Reason good>{t('reason.covers-everything')}</Reason>}
            {belief.why.map((reason) => (
              <Reason key={reason}>{t(`reason.${reason}`)}</Reason>
            ))}
            {allowedIps.length > 0 && <Reason good>{t('allowList', { count: allowedIps.length })}</Reason>}
            {allowedIps.length === 0 && belief.trust === 'weak' && <Reason>{t('noAllowList')}</Reason>}
          </ul>
        </>
      )}
      {mayChange ? (
        <SectionForm integration={integration} section="trust" door="trust" flash={flash}>
          <Limits integration={integration} flash={flash} neverSigned={neverSigned} />
        </SectionForm>
      ) : (
        <p className="text-quiet">
          {dailyBudgetMicros === null ? t('noBudget') : t('budgetIs', { amount: `$${formatUsd(dailyBudgetMicros)}` })}
        </p>
      )}
    </Section>
  );
}

function Reason({ good, children }: { good?: boolean; children: string }) {
  return (
    <li className="flex gap-2">
      <Icon name={good ? 'check' : 'warning'} className={good ? 'text-ok' : 'text-wait'} />
      <span>{children}</span>
    </li>
  );
}

type LimitsProps = Pick<SectionProps, 'integration' | 'flash'> & { neverSigned: boolean };

async function Limits({ integration, flash, neverSigned }: LimitsProps) {
  const t = await getTranslations('console.integration.trust');
  const { requireSignature, dailyBudgetMicros } = integration;
  const saved = dailyBudgetMicros === null ? '' : formatUsd(dailyBudgetMicros);
  const typed = typedIn(flash, 'trust', 'requireSignature');
  return (
    <>
      {neverSigned ? (
        requireSignature && <input type="hidden" name="requireSignature" value="on" />
      ) : (
        <Checkbox
          name="requireSignature"
          value="on"
          defaultChecked={typed === undefined ? requireSignature : typed === 'on'}
          label={t('requireSignature')}
          className="min-h-7"
        />
      )}
      <Field id="budget" label={t('budget')} hint={t('budgetHint')}>
        <Input
          dense
          {...describedBy('budget', { hint: true })}
          name="dailyBudgetUsd"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          className="max-w-40 tabular-nums"
          defaultValue={typedIn(flash, 'trust', 'dailyBudgetUsd') ?? saved}
        />
      </Field>
      <div>
        <Button size="dense" look="primary">
          {t('save')}
        </Button>
      </div>
    </>
  );
}
