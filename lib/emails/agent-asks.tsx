/** A person of ours asks the user something. The words are theirs; around them stands only how to answer. */
import { Action, Paragraph, Quiet, Quote } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  asks: (offer: string) => string;
  reply: string;
  action: string;
  wait: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `A question about your ticket for ${offer}`,
    heading: 'We have a question',
    asks: (offer) => `One of us is looking at your ticket about ${offer} and writes:`,
    reply: 'Reply to this e-mail, or answer on the page of your ticket. You can add screenshots there.',
    action: 'Answer',
    wait: 'We go on as soon as we have your answer.',
  },
  es: {
    subject: (offer) => `Una pregunta sobre tu solicitud de ${offer}`,
    heading: 'Tenemos una pregunta',
    asks: (offer) => `Una persona de nuestro equipo está revisando tu solicitud sobre ${offer} y escribe:`,
    reply: 'Responde a este correo o contesta en la página de tu solicitud. Allí puedes añadir capturas.',
    action: 'Responder',
    wait: 'Seguiremos en cuanto tengamos tu respuesta.',
  },
};

export const agentAsks: Template<'agent-asks'> = ({ offerTitle, words, statusLink }, language) => {
  const text = texts[language];
  return {
    subject: text.subject(offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.asks(offerTitle)}</Paragraph>
        <Quote>{words}</Quote>
        <Paragraph>{text.reply}</Paragraph>
        <Action href={statusLink}>{text.action}</Action>
        <Quiet>{text.wait}</Quiet>
      </>
    ),
  };
};
