/** R14: the advertiser has seen the completion and is still checking; the ticket waits with it. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  seen: (offer: string) => string;
  wait: string;
  action: string;
  nothing: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `The advertiser is still checking ${offer}`,
    heading: 'The advertiser is still checking',
    seen: (offer) => `The advertiser has seen what you did in ${offer} and is still checking it. This is a usual step.`,
    wait: 'We keep your ticket open until the advertiser has decided, and write to you then.',
    action: 'See your ticket',
    nothing: 'There is nothing you need to do.',
  },
  es: {
    subject: (offer) => `El anunciante sigue comprobando ${offer}`,
    heading: 'El anunciante sigue comprobando',
    seen: (offer) => `El anunciante ha visto lo que hiciste en ${offer} y lo sigue comprobando. Es un paso habitual.`,
    wait: 'Mantenemos abierta tu solicitud hasta que el anunciante decida, y entonces te escribiremos.',
    action: 'Ver tu solicitud',
    nothing: 'No tienes que hacer nada.',
  },
};

export const ticketPending: Template<'ticket-pending'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.seen(props.offerTitle)}</Paragraph>
        <Paragraph>{text.wait}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.nothing}</Quiet>
      </>
    ),
  };
};
