/**
 * The form of R8, plain HTML first: it is sent to its door, which answers with the ticket's page, or with this page again and
 * everything that was typed. Scripts add the rest (components/tickets/form).
 */
import { getTranslations } from 'next-intl/server';
import { EmailInput } from '@/components/tickets/form/email-input';
import { MAX_ANSWER, MAX_DESCRIPTION } from '@/components/tickets/form/field-checks';
import { FormGuard } from '@/components/tickets/form/form-guard';
import { ScreenshotPicker } from '@/components/tickets/form/screenshot-picker';
import { StepChoice } from '@/components/tickets/form/step-choice';
import { describedBy, Field, Input, Textarea } from '@/components/ui/field';
import type { TicketFormFacts } from '@/lib/tickets/read-form';
import { SCREENSHOTS_AT_MOST } from '@/lib/tickets/screenshots';

type TicketFormProps = { facts: TicketFormFacts; problems: Record<string, string> };

export async function TicketForm({ facts, problems }: TicketFormProps) {
  const t = await getTranslations('form');
  const { entry, draft, rememberedEmail, steps } = facts;
  const error = (field: string) => problems[field] && words(t, problems[field]);
  const email = draft?.fields.email ?? rememberedEmail ?? '';
  return (
    <form action="/api/wall/tickets" method="post" encType="multipart/form-data" noValidate className="grid gap-6">
      {/* Enter in a field presses the first button of a form: it must be Submit, not "Remove" beside a picture. */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="sr-only">
        {t('submit')}
      </button>
      <input type="hidden" name="click" value={entry.clickId} />
      {steps.length === 1 && <input type="hidden" name="tasks" value={steps[0]!.key} />}
      {steps.length > 1 && (
        <StepChoice steps={steps} chosen={draft?.fields.tasks} currency={entry.currencyName} error={error('tasks')} />
      )}
      <Description text={draft?.fields.description ?? ''} error={error('description')} />
      <Questions facts={facts} error={error} />
      <Field
        id="screenshots"
        label={`${t('screenshots.label')} (${t('optional')})`}
        hint={t('screenshots.hint', { count: SCREENSHOTS_AT_MOST })}
      >
        <ScreenshotPicker
          click={entry.clickId}
          stored={draft?.screenshots ?? []}
          atMost={SCREENSHOTS_AT_MOST}
          labels={await pickerLabels()}
          describedBy="screenshots-hint"
        />
      </Field>
      <Field
        id="email"
        label={t('email')}
        hint={email && email === rememberedEmail ? t('emailKnown') : t('emailHint')}
        error={error('email')}
      >
        <EmailInput
          id="email"
          initial={email}
          error={Boolean(error('email'))}
          didYouMean={t.raw('didYouMean')}
          describedBy="email-hint email-error"
        />
      </Field>
      <p className="text-sm text-quiet">{t('proofNote')}</p>
      <FormGuard
        labels={{
          submit: t(entry.phase === 'too-early' ? 'register' : 'submit'),
          sending: t('sending'),
          notReady: t('notReady'),
          saved: t('saved'),
        }}
        errors={t.raw('errors')}
      />
    </form>
  );
}

type Translate = Awaited<ReturnType<typeof getTranslations<'form'>>>;

function words(t: Translate, problem: string): string {
  return t.has(`errors.${problem}`) ? t(`errors.${problem}`) : t('errors.other');
}

async function Description({ text, error }: { text: string; error?: string }) {
  const t = await getTranslations('form');
  const hint = (
    <>
      <p>{t('prompts.intro')}</p>
      <ul className="list-disc ps-5">
        <li>{t('prompts.when')}</li>
        <li>{t('prompts.what')}</li>
        <li>{t('prompts.saw')}</li>
      </ul>
      <p>{t('descriptionLimits')}</p>
    </>
  );
  return (
    <Field id="description" label={t('description')} hint={hint} error={error}>
      <Textarea
        {...describedBy('description', { hint: true, error })}
        name="description"
        rows={6}
        required
        minLength={20}
        maxLength={MAX_DESCRIPTION}
        defaultValue={text}
        data-check="description"
      />
    </Field>
  );
}

type QuestionsProps = { facts: TicketFormFacts; error: (field: string) => string | undefined };

/** The offer's own questions: what helps the advertiser to find this player. */
async function Questions({ facts: { questions, draft }, error }: QuestionsProps) {
  const t = await getTranslations('form');
  return questions.map(({ key, label, example, required }) => {
    const problem = error(`answers.${key}`);
    return (
      <Field
        key={key}
        id={`answer-${key}`}
        label={required ? <bdi>{label}</bdi> : `${label} (${t('optional')})`}
        hint={example && t('example', { example })}
        error={problem}
      >
        <Input
          {...describedBy(`answer-${key}`, { hint: Boolean(example), error: problem })}
          name={`answers[${key}]`}
          required={required}
          maxLength={MAX_ANSWER}
          autoComplete="off"
          defaultValue={draft?.fields.answers?.[key] ?? ''}
          data-check="answer"
        />
      </Field>
    );
  });
}

async function pickerLabels() {
  const t = await getTranslations('form.screenshots');
  const raw = (key: string): string => t.raw(key);
  return {
    uploading: raw('uploading'),
    failed: raw('failed'),
    again: t('again'),
    remove: t('remove'),
    removeNamed: raw('removeNamed'),
    removed: raw('removed'),
    undo: t('undo'),
    problems: { tooLarge: t('tooLarge'), wrongType: t('wrongType'), tooMany: t('tooMany'), offline: t('offline') },
  };
}
