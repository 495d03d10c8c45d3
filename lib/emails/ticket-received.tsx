/** R12: the address is confirmed; the ticket number and the date by which the ticket will be answered. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  about: (offer: string, game: string, number: string) => string;
  answer: (when: string) => string;
  action: string;
  add: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `We have your ticket about ${offer}`,
    heading: 'We have your ticket',
    about: (offer, game, number) =>
      `Thank you for confirming your address. Your ticket about ${offer} in ${game} has the number ${number}.`,
    answer: (when) => `You will have an answer by ${when}.`,
    action: 'See your ticket',
    add: 'Is there something to add, or a screenshot that helps? Reply to this e-mail, or add it on the page of your ticket.',
  },
  es: {
    subject: (offer) => `Tenemos tu solicitud sobre ${offer}`,
    heading: 'Tenemos tu solicitud',
    about: (offer, game, number) =>
      `Gracias por confirmar tu dirección. Tu solicitud sobre ${offer} en ${game} tiene el número ${number}.`,
    answer: (when) => `Tendrás una respuesta antes del ${when}.`,
    action: 'Ver tu solicitud',
    add: '¿Quieres añadir algo o una captura que ayude? Responde a este correo o añádelo en la página de tu solicitud.',
  },
};

export const ticketReceived: Template<'ticket-received'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.about(props.offerTitle, props.gameName, props.ticketNumber)}</Paragraph>
        <Paragraph>{text.answer(instantWords(props.answerBy, language))}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.add}</Quiet>
      </>
    ),
  };
};
