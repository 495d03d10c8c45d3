/** The small forms of one's own account. */
import { getTranslations } from 'next-intl/server';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '@/lib/rules/password';
import { type Preference, THEMES } from '@/lib/rules/preferences';

export async function NameForm({ name, email }: { name: string; email: string }) {
  const t = await getTranslations('console.me');
  return (
    <form method="post" action="/api/console/me/name" className="grid max-w-80 gap-3">
      <p className="break-all text-quiet">{email}</p>
      <Field id="own-name" label={t('nameLabel')} hint={t('nameHint')}>
        <Input
          dense
          id="own-name"
          name="name"
          aria-describedby="own-name-hint"
          autoComplete="name"
          required
          maxLength={80}
          defaultValue={name}
        />
      </Field>
      <p>
        <Button size="dense">{t('save')}</Button>
      </p>
    </form>
  );
}

export async function PasswordForm({ email }: { email: string }) {
  const t = await getTranslations('console.me');
  return (
    <form method="post" action="/api/console/me/password" className="grid max-w-80 gap-3">
      {/* Password managers want to know whose password it is. */}
      <input type="email" name="username" autoComplete="username" defaultValue={email} hidden readOnly />
      <Field id="present" label={t('present')}>
        <Input
          dense
          id="present"
          type="password"
          name="present"
          autoComplete="current-password"
          required
          maxLength={LONGEST_PASSWORD}
        />
      </Field>
      <NewPassword />
      <p className="text-quiet">{t('passwordEnds')}</p>
      <p>
        <Button size="dense">{t('changePassword')}</Button>
      </p>
    </form>
  );
}

async function NewPassword() {
  const t = await getTranslations('console.me');
  return (
    <Field id="next" label={t('next')} hint={t('nextHint', { count: SHORTEST_PASSWORD })}>
      <Input
        dense
        id="next"
        type="password"
        name="next"
        aria-describedby="next-hint"
        autoComplete="new-password"
        required
        minLength={SHORTEST_PASSWORD}
        maxLength={LONGEST_PASSWORD}
      />
    </Field>
  );
}

export async function ThemeForm({ theme }: { theme: Preference<'theme'> }) {
  const t = await getTranslations('console.me');
  return (
    <form method="post" action="/api/console/me/preferences" className="grid max-w-80 gap-3">
      <input type="hidden" name="key" value="theme" />
      <input type="hidden" name="back" value="/console/me?done=theme#theme" />
      <Field id="own-theme" label={t('theme.label')}>
        <Select dense id="own-theme" name="value" defaultValue={theme}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {t(`theme.is.${one}`)}
            </option>
          ))}
        </Select>
      </Field>
      <p>
        <Button size="dense">{t('save')}</Button>
      </p>
    </form>
  );
}
