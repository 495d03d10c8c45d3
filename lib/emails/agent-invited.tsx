/** To an agent: the link by which a first password is set, or a new one. Names nobody, so that nobody's name is lent to a forger. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Kind = 'invitation' | 'new-password';
type Texts = {
  [K in Kind]: { subject: string; what: string; action: string };
} & { limits: (until: string) => string; notYou: string };

const texts: Record<Language, Texts> = {
  en: {
    invitation: {
      subject: 'You are invited to Rewards Support',
      what: 'An admin has made an account for you. Choose a password, and you can sign in with this e-mail address.',
      action: 'Choose a password',
    },
    'new-password': {
      subject: 'Choose a new password',
      what: 'An admin has sent you this link to choose a new password. Until you do, the old one goes on.',
      action: 'Choose a new password',
    },
    limits: (until) => `The link works once, until ${until}.`,
    notYou: 'You did not expect this? Then do nothing, and tell your admin.',
  },
  es: {
    invitation: {
      subject: 'Te han invitado a Ayuda con recompensas',
      what: 'Un administrador ha creado una cuenta para ti. Elige una contraseña y podrás entrar con esta dirección de correo.',
      action: 'Elegir una contraseña',
    },
    'new-password': {
      subject: 'Elige una contraseña nueva',
      what: 'Un administrador te ha enviado este enlace para elegir una contraseña nueva. Hasta entonces sigue valiendo la anterior.',
      action: 'Elegir una contraseña nueva',
    },
    limits: (until) => `El enlace funciona una sola vez, hasta el ${until}.`,
    notYou: '¿No lo esperabas? Entonces no hagas nada y avisa a tu administrador.',
  },
};

export const agentInvited: Template<'agent-invited'> = ({ kind, link, until }, language) => {
  const { [kind]: text, limits, notYou } = texts[language];
  return {
    subject: text.subject,
    heading: text.subject,
    body: (
      <>
        <Paragraph>{text.what}</Paragraph>
        <Action href={link}>{text.action}</Action>
        <Quiet>{limits(instantWords(until, language))}</Quiet>
        <Quiet>{notYou}</Quiet>
      </>
    ),
  };
};
