/** To somebody whose mail we could put to no ticket, by an agent's hand: how to reach us. Says nothing about any ticket. */
import { Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = { subject: string; heading: string; what: string; open: string; none: string; once: string };

const texts: Record<Language, Texts> = {
  en: {
    subject: 'How to reach us about your reward',
    heading: 'We could not tell which ticket you mean',
    what: 'You wrote to us, and we could not put your e-mail to a ticket. We have not acted on it.',
    open: 'If you have a ticket: open one of our e-mails about it and press "Reply", from the same address that got it.',
    none: 'If you have none: open the game, choose the offer under "In progress", and then "Contact support".',
    once: 'This is an automatic answer. Nobody reads replies to it.',
  },
  es: {
    subject: 'Cómo escribirnos sobre tu recompensa',
    heading: 'No hemos podido saber a qué solicitud te refieres',
    what: 'Nos escribiste y no hemos podido unir tu correo a ninguna solicitud. No hemos hecho nada con él.',
    open: 'Si tienes una solicitud: abre uno de nuestros correos sobre ella y pulsa «Responder», desde la misma dirección que lo recibió.',
    none: 'Si no tienes ninguna: abre el juego, elige la oferta en «En curso» y después «Contactar con soporte».',
    once: 'Esta es una respuesta automática. Nadie lee las respuestas a este correo.',
  },
};

export const mailInstructions: Template<'mail-instructions'> = (_, language) => {
  const text = texts[language];
  return {
    subject: text.subject,
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what}</Paragraph>
        <Paragraph>{text.open}</Paragraph>
        <Paragraph>{text.none}</Paragraph>
        <Quiet>{text.once}</Quiet>
      </>
    ),
  };
};
