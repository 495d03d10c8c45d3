'use client';
/**
 * What a script adds to the form: Submit is disabled until everything is valid, errors appear when a field is left, and
 * what is typed is kept as a draft. The fields themselves are plain HTML and work without any of it.
 */
import { useEffect, useRef, useState } from 'react';
import { type FieldKind, fieldProblem } from '@/components/tickets/form/field-checks';
import { Button } from '@/components/ui/button';

type FormGuardProps = {
  labels: { submit: string; sending: string; notReady: string; saved: string };
  errors: Record<string, string>;
};

const AUTOSAVE_MS = 1200;

export function FormGuard({ labels, errors }: FormGuardProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'plain' | 'not-ready' | 'ready' | 'sending'>('plain');
  const [saved, setSaved] = useState(false);

  useEffect(() => {
    const form = button.current!.form!;
    const check = () => setState(isReady(form) ? 'ready' : 'not-ready');
    const autosave = debounced(AUTOSAVE_MS, async () => setSaved(await saveDraft(form)));
    const onInput = (event: Event) => {
      check();
      setSaved(false);
      autosave.soon();
      if (checked(event.target)?.dataset.told) tell(event.target, errors);
    };
    const onLeave = (event: Event) => tell(event.target, errors);
    const onSubmit = (event: SubmitEvent) => {
      if (isReady(form)) {
        autosave.never();
        return setState('sending');
      }
      event.preventDefault();
      for (const field of form.querySelectorAll('[data-check]')) tell(field, errors);
      form.querySelector<HTMLElement>('[data-check][aria-invalid]')?.focus();
    };
    const onShow = (event: PageTransitionEvent) => event.persisted && check();
    form.addEventListener('input', onInput);
    form.addEventListener('change', autosave.now);
    form.addEventListener('pictures', check);
    form.addEventListener('focusout', onLeave);
    form.addEventListener('submit', onSubmit);
    window.addEventListener('pageshow', onShow);
    window.addEventListener('pagehide', autosave.now);
    check();
    return () => {
      form.removeEventListener('input', onInput);
      form.removeEventListener('change', autosave.now);
      form.removeEventListener('pictures', check);
      form.removeEventListener('focusout', onLeave);
      form.removeEventListener('submit', onSubmit);
      window.removeEventListener('pageshow', onShow);
      window.removeEventListener('pagehide', autosave.now);
    };
  }, [errors]);

  return (
    <div className="grid gap-2">
      <Button
        ref={button}
        look="primary"
        wide
        disabled={state === 'not-ready' || state === 'sending'}
        aria-describedby="submit-note"
      >
        {state === 'sending' ? labels.sending : labels.submit}
      </Button>
      <p id="submit-note" className="min-h-6 text-center text-sm text-quiet" aria-live="polite">
        {saved ? labels.saved : state === 'not-ready' ? labels.notReady : ''}
      </p>
    </div>
  );
}

type Checked = HTMLElement & { value?: string; required?: boolean };

/** Every field that is checked carries `data-check`; the steps carry it on their group. */
function checked(target: EventTarget | null): Checked | null {
  return (target as Element | null)?.closest<Checked>('[data-check]') ?? null;
}

function problemOf(field: Checked) {
  const kind = field.dataset.check as FieldKind;
  const ticked = [...field.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
  return fieldProblem(kind, kind === 'steps' ? ticked.join() : (field.value ?? ''), field.required);
}

function isReady(form: HTMLFormElement): boolean {
  const fields = [...form.querySelectorAll<Checked>('[data-check]')];
  return form.dataset.uploading !== 'yes' && fields.every((field) => problemOf(field) === null);
}

/** Says beneath the field what is wrong with it, or nothing any more. */
function tell(target: EventTarget | null, errors: Record<string, string>) {
  const field = checked(target);
  const place = field && document.getElementById(`${field.id}-error`);
  if (!field || !place) return;
  const problem = problemOf(field);
  field.dataset.told = 'yes';
  if (problem) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  place.textContent = problem && (errors[problem] ?? problem);
}

async function saveDraft(form: HTMLFormElement): Promise<boolean> {
  const body = new FormData(form);
  body.delete('screenshots');
  try {
    return (await fetch('/api/wall/drafts', { method: 'POST', body, keepalive: true })).ok;
  } catch {
    return false;
  }
}

/** `soon` waits until typing pauses; `now` does at once what is still waiting; `never` forgets it. */
function debounced(ms: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const never = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = () => {
    if (timer === undefined) return;
    never();
    work();
  };
  const soon = () => {
    never();
    timer = setTimeout(now, ms);
  };
  return { soon, now, never };
}
