/** R19: the user contested a denial; a person looks at the ticket again. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  what: (offer: string) => string;
  answer: (when: string) => string;
  action: string;
  add: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `We look at ${offer} again`,
    heading: 'We look at it again',
    what: (offer) => `You disagreed with our answer about ${offer}. A person now looks at your ticket.`,
    answer: (when) =>
      `You will hear from us by ${when}. If the advertiser has to check it again, that can take longer, and we tell you so.`,
    action: 'See your ticket',
    add: 'Screenshots that show what you reached, and when, help most. Reply to this e-mail, or add them on the page of your ticket.',
  },
  es: {
    subject: (offer) => `Revisamos ${offer} otra vez`,
    heading: 'Lo revisamos otra vez',
    what: (offer) =>
      `No estabas de acuerdo con nuestra respuesta sobre ${offer}. Ahora una persona revisa tu solicitud.`,
    answer: (when) =>
      `Tendrás noticias nuestras antes del ${when}. Si el anunciante tiene que comprobarlo de nuevo, puede tardar más, y te lo diremos.`,
    action: 'Ver tu solicitud',
    add: 'Lo que más ayuda son capturas que muestren qué lograste y cuándo. Responde a este correo o añádelas en la página de tu solicitud.',
  },
};

export const escalationReceived: Template<'escalation-received'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.offerTitle)}</Paragraph>
        <Paragraph>{text.answer(instantWords(props.answerBy, language))}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.add}</Quiet>
      </>
    ),
  };
};
