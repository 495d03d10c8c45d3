/** R19: a denial is contested once, within 14 days. Whoever replies later is told so once, and that the words were kept. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  what: (offer: string) => string;
  why: Record<'final' | 'too-late', string>;
  later: string;
  action: string;
  once: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `About your reply on ${offer}`,
    heading: 'Our answer stands',
    what: (offer) => `We have kept your reply about ${offer} with your ticket.`,
    why: {
      final: 'A person has already looked at this ticket a second time. We cannot review it again.',
      'too-late': 'A denial can be reviewed again within 14 days. That time is over.',
    },
    later: 'If the advertiser confirms it later, you get your reward by itself. You need not do anything for that.',
    action: 'See your ticket',
    once: 'This is an automatic answer. You get it once.',
  },
  es: {
    subject: (offer) => `Sobre tu respuesta acerca de ${offer}`,
    heading: 'Nuestra respuesta no cambia',
    what: (offer) => `Hemos guardado tu respuesta sobre ${offer} con tu solicitud.`,
    why: {
      final: 'Una persona ya ha revisado esta solicitud por segunda vez. No podemos revisarla de nuevo.',
      'too-late': 'Un rechazo se puede revisar de nuevo durante 14 días. Ese plazo ha terminado.',
    },
    later: 'Si el anunciante lo confirma más tarde, recibes tu recompensa sin hacer nada.',
    action: 'Ver tu solicitud',
    once: 'Esta es una respuesta automática. Solo la recibes una vez.',
  },
};

export const replyKept: Template<'reply-kept'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.offerTitle)}</Paragraph>
        <Paragraph>{text.why[props.why]}</Paragraph>
        <Paragraph>{text.later}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.once}</Quiet>
      </>
    ),
  };
};
