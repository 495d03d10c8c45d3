/** A named person of an advertiser asked for a link to sign in. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: string;
  heading: string;
  what: (advertiser: string) => string;
  action: string;
  until: (when: string) => string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: 'Your link to sign in',
    heading: 'Sign in',
    what: (advertiser) =>
      `With this link you see the open claims of ${advertiser}, their history and your postback log.`,
    action: 'Sign in',
    until: (when) => `The link works once, until ${when}. If you did not ask for it, you need not do anything.`,
  },
  es: {
    subject: 'Su enlace para entrar',
    heading: 'Entrar',
    what: (advertiser) =>
      `Con este enlace ven las reclamaciones abiertas de ${advertiser}, su historial y su registro de postbacks.`,
    action: 'Entrar',
    until: (when) => `El enlace funciona una vez, hasta el ${when}. Si no lo pidieron, no hay que hacer nada.`,
  },
};

export const advertiserSignIn: Template<'advertiser-sign-in'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject,
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.advertiserName)}</Paragraph>
        <Action href={props.link}>{text.action}</Action>
        <Quiet>{text.until(instantWords(props.until, language))}</Quiet>
      </>
    ),
  };
};
