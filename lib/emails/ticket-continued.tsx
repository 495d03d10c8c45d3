/** A ticket was closed because another one is about the same: which number goes on, if that is the user's own. */
import { Action, Paragraph } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  continued: (offer: string, number: string) => string;
  closed: (offer: string) => string;
  nothing: string;
  action: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `Your ticket about ${offer} goes on under another number`,
    heading: 'We closed a ticket that there were two of',
    continued: (offer, number) =>
      `There were two tickets about ${offer}. We go on with ticket ${number}; everything you sent us counts there.`,
    closed: (offer) => `There is another ticket about the same as this one about ${offer}. We go on with that one.`,
    nothing: 'There is nothing you have to do.',
    action: 'See your ticket',
  },
  es: {
    subject: (offer) => `Tu solicitud sobre ${offer} sigue con otro número`,
    heading: 'Cerramos una solicitud que estaba repetida',
    continued: (offer, number) =>
      `Había dos solicitudes sobre ${offer}. Seguimos con la solicitud ${number}; todo lo que nos enviaste cuenta allí.`,
    closed: (offer) => `Hay otra solicitud sobre lo mismo que esta sobre ${offer}. Seguimos con aquella.`,
    nothing: 'No tienes que hacer nada.',
    action: 'Ver tu solicitud',
  },
};

export const ticketContinued: Template<'ticket-continued'> = ({ offerTitle, continuedAs, statusLink }, language) => {
  const text = texts[language];
  return {
    subject: text.subject(offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{continuedAs ? text.continued(offerTitle, continuedAs) : text.closed(offerTitle)}</Paragraph>
        <Paragraph>{text.nothing}</Paragraph>
        <Action href={statusLink}>{text.action}</Action>
      </>
    ),
  };
};
