/** How far this source is believed and why (04, 5), what it may pay by itself, and whether it was stopped. */
import { getLocale, getTranslations } from 'next-intl/server';
import { Section, SectionForm, type SectionProps, typedIn } from '@/app/console/integrations/[key]/section';
import { TrustChip } from '@/app/console/integrations/[key]/trust-chip';
import { Button } from '@/components/ui/button';
import { Checkbox, describedBy, Field, Input } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { confirmsFor } from '@/lib/dialects';
import { readTrust, type Trust } from '@/lib/reports/read-trust';
import { formatUsd } from '@/lib/rules/money';

export async function TrustSection({ integration, mayChange, flash, done, now }: SectionProps) {
  const t = await getTranslations('console.integration.trust');
  const belief = await readTrust(integration.id);
  const { allowedIps, dialect } = integration;
  return (
    <Section name="trust" title={t('title')} done={done}>
      {done === 'breaker' && <Notice tone="ok">{t('breakerReset')}</Notice>}
      {belief?.breaker && (
        <Breaker integration={integration} mayChange={mayChange} flash={flash} now={now} breaker={belief.breaker} />
      )}
      {belief && (
        <>
          <p>
            <TrustChip trust={belief.trust} />
          </p>
          <ul className="grid gap-1.5">
            {belief.trust === 'strong' && <Reason good>{t('reason.covers-everything')}</Reason>}
            {belief.why.map((reason) => (
              <Reason key={reason}>{t(`reason.${reason}`)}</Reason>
            ))}
            {belief.allowListed && <Reason good>{t('allowList', { count: allowedIps.length })}</Reason>}
            {!belief.allowListed && belief.trust === 'weak' && <Reason>{t('noAllowList')}</Reason>}
            {belief.held > 0 && <Reason>{t('held', { count: belief.held })}</Reason>}
          </ul>
          <Budget budget={belief.budget} />
        </>
      )}
      {mayChange && (
        <SectionForm
          integration={integration}
          section="trust"
          door="trust"
          flash={flash}
          showsProblem={!belief?.breaker || flash?.typed.dailyBudgetUsd !== undefined}
        >
          <Limits
            integration={integration}
            flash={flash}
            neverSigned={confirmsFor(dialect, integration)?.neverSigned ?? false}
          />
        </SectionForm>
      )}
    </Section>
  );
}

type BreakerProps = Pick<SectionProps, 'integration' | 'mayChange' | 'flash' | 'now'> & {
  breaker: NonNullable<Trust['breaker']>;
};

/** What tripped it, in figures, and the way to let it pass. */
async function Breaker({ integration, mayChange, flash, now, breaker: { trippedAt, figures } }: BreakerProps) {
  const t = await getTranslations('console.integration.trust');
  const locale = await getLocale();
  const { count, limitCount, usd, limitUsd } = figures;
  return (
    <Notice tone="bad" title={t('breakerOpen')}>
      <div className="grid gap-2">
        <p>{t.rich('breakerSince', { when: () => <Time at={trippedAt} now={now} locale={locale} /> })}</p>
        <p className="tabular-nums">{t('breakerFigures', { count, limitCount, usd, limitUsd })}</p>
        {mayChange && (
          <SectionForm
            integration={integration}
            section="trust"
            door="breaker"
            flash={flash}
            showsProblem={flash?.typed.dailyBudgetUsd === undefined}
          >
            <div>
              <Button size="dense" name="action" value="reset">
                {t('breakerLetPass')}
              </Button>
            </div>
          </SectionForm>
        )}
      </div>
    </Notice>
  );
}

async function Budget({ budget }: { budget: Trust['budget'] }) {
  const t = await getTranslations('console.integration.trust');
  if (!budget) return <p className="text-quiet">{t('noBudget')}</p>;
  const [used, limit] = [`$${formatUsd(budget.usedMicros)}`, `$${formatUsd(budget.limitMicros)}`];
  return (
    <div className="grid gap-1">
      <p className="tabular-nums">{t('budgetUsed', { used, limit })}</p>
      <div aria-hidden="true" className="h-1.5 max-w-80 overflow-hidden rounded-chip bg-line">
        <div className="h-full bg-accent" style={{ inlineSize: `${percent(budget)}%` }} />
      </div>
    </div>
  );
}

function percent({ usedMicros, limitMicros }: NonNullable<Trust['budget']>): number {
  return limitMicros === 0n ? 100 : Math.min(100, Number((usedMicros * 100n) / limitMicros));
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
