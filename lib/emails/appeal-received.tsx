/** R6, R12: a banned user's appeal has arrived; a person decides it. */
import { Action, Paragraph } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = { subject: string; what: (game: string) => string; answer: (when: string) => string; action: string };

const texts: Record<Language, Texts> = {
  en: {
    subject: 'We have your appeal',
    what: (game) => `You asked us to look again at the ban in ${game}. A person reads your appeal.`,
    answer: (when) => `You will hear from us by ${when}.`,
    action: 'See your appeal',
  },
  es: {
    subject: 'Tenemos tu apelación',
    what: (game) => `Nos pediste que revisáramos el bloqueo en ${game}. Una persona lee tu apelación.`,
    answer: (when) => `Tendrás noticias nuestras antes del ${when}.`,
    action: 'Ver tu apelación',
  },
};

export const appealReceived: Template<'appeal-received'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject,
    heading: text.subject,
    body: (
      <>
        <Paragraph>{text.what(props.gameName)}</Paragraph>
        <Paragraph>{text.answer(instantWords(props.answerBy, language))}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
      </>
    ),
  };
};
