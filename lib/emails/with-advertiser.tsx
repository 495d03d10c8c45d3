/** R21: the advertiser looks again. One when it is asked, and one when its ten business days have passed without an answer. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  lateSubject: (offer: string) => string;
  heading: string;
  lateHeading: string;
  what: (offer: string) => string;
  late: (offer: string) => string;
  answer: (when: string) => string;
  lateAnswer: string;
  action: string;
  quiet: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `The advertiser checks ${offer} again`,
    lateSubject: (offer) => `We still wait for the advertiser of ${offer}`,
    heading: 'We have asked the advertiser',
    lateHeading: 'No answer yet',
    what: (offer) => `We have sent your ticket about ${offer} and your proof to the advertiser, who checks it again.`,
    late: (offer) =>
      `The advertiser of ${offer} has not answered yet. We have reminded it, and a person of ours watches it.`,
    answer: (when) => `The answer should come by ${when}. Weekends and holidays of the advertiser do not count.`,
    lateAnswer: 'You need not do anything. You hear from us as soon as there is an answer.',
    action: 'See your ticket',
    quiet: 'If the advertiser confirms it, you get your reward by itself.',
  },
  es: {
    subject: (offer) => `El anunciante revisa ${offer} otra vez`,
    lateSubject: (offer) => `Seguimos esperando al anunciante de ${offer}`,
    heading: 'Hemos preguntado al anunciante',
    lateHeading: 'Aún sin respuesta',
    what: (offer) =>
      `Hemos enviado tu solicitud sobre ${offer} y tus pruebas al anunciante, que lo comprueba de nuevo.`,
    late: (offer) =>
      `El anunciante de ${offer} aún no ha respondido. Se lo hemos recordado y una persona de nuestro equipo lo sigue.`,
    answer: (when) =>
      `La respuesta debería llegar antes del ${when}. No cuentan los fines de semana ni los festivos del anunciante.`,
    lateAnswer: 'No tienes que hacer nada. Te escribimos en cuanto haya una respuesta.',
    action: 'Ver tu solicitud',
    quiet: 'Si el anunciante lo confirma, recibes tu recompensa sin hacer nada.',
  },
};

export const withAdvertiser: Template<'with-advertiser'> = (props, language) => {
  const text = texts[language];
  const { offerTitle: offer, late } = props;
  return {
    subject: late ? text.lateSubject(offer) : text.subject(offer),
    heading: late ? text.lateHeading : text.heading,
    body: (
      <>
        <Paragraph>{late ? text.late(offer) : text.what(offer)}</Paragraph>
        <Paragraph>{late ? text.lateAnswer : text.answer(instantWords(props.answerBy, language))}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.quiet}</Quiet>
      </>
    ),
  };
};
