/**
 * R19 and seed 000, "Why tickets may be denied": the advertiser gives no specific reason, so the common ones are listed as
 * what they are, and a specific one is named only if the advertiser named it (R14). Then how to disagree, and until when.
 */
import type { EmailProps } from '@/lib/emails/email';
import { Action, Paragraph, Points, Quote } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';
import { afterRejection, rejectionWords } from '@/lib/rules/rejections';

type Props = EmailProps['ticket-denied'];

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  notConfirmed: (offer: string) => string;
  rejected: (offer: string) => string;
  rejectedBecause: (offer: string, words: string) => string;
  alreadyRewarded: (offer: string) => string;
  acknowledged: (when: string) => string;
  agentSays: (offer: string) => string;
  agent: (offer: string) => string;
  common: string;
  reasons: readonly string[];
  contest: (until: string) => string;
  help: string;
  action: string;
  final: string;
  look: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `Your ticket about ${offer} was denied`,
    heading: 'We could not approve your ticket',
    notConfirmed: (offer) =>
      `The advertiser has not confirmed that you completed ${offer}, and only completions that the advertiser confirms can be rewarded. The advertiser does not tell us why.`,
    rejected: (offer) =>
      `The advertiser rejected your completion of ${offer}. It gave us no reason that we could pass on to you.`,
    rejectedBecause: (offer, words) => `The advertiser did not accept your completion of ${offer}: ${words}.`,
    alreadyRewarded: (offer) => `${offer} has been rewarded to you before, and each offer is rewarded once.`,
    acknowledged: (when) => `The game answered on ${when} that it received that reward.`,
    agentSays: (offer) => `One of us looked at your ticket about ${offer} and could not approve it:`,
    agent: (offer) =>
      `One of us looked at your ticket about ${offer} and could not approve it. Only completions that the advertiser confirms can be rewarded.`,
    common: 'These are the common reasons. We do not know whether one of them applies to you:',
    reasons: [
      'The app was first installed in another way than through this offer.',
      'The advertiser counted the completion for another source, for example another ad.',
      'A VPN was on, so the offer seemed to be used in a country that it is not for.',
      'Something that the offer asks for was missing: a first-time install, the step itself, or doing it in time.',
    ],
    contest: (until) =>
      `Do you disagree? Then reply to this e-mail, or press the button, by ${until}. A person looks at your ticket again. You can do this once.`,
    help: 'Tell us what you did and when. A screenshot that shows what you reached helps.',
    action: 'I disagree',
    final: 'This was the second time that we looked at your ticket. This answer is final.',
    look: 'See your ticket',
  },
  es: {
    subject: (offer) => `Tu solicitud sobre ${offer} fue denegada`,
    heading: 'No pudimos aprobar tu solicitud',
    notConfirmed: (offer) =>
      `El anunciante no ha confirmado que completaste ${offer}, y solo podemos premiar lo que el anunciante confirma. El anunciante no nos dice por qué.`,
    rejected: (offer) =>
      `El anunciante rechazó tu finalización de ${offer}. No nos dio ningún motivo que podamos comunicarte.`,
    rejectedBecause: (offer, words) => `El anunciante no aceptó tu finalización de ${offer}: ${words}.`,
    alreadyRewarded: (offer) => `Ya recibiste antes la recompensa de ${offer}, y cada oferta se premia una sola vez.`,
    acknowledged: (when) => `El juego respondió el ${when} que recibió esa recompensa.`,
    agentSays: (offer) => `Una persona de nuestro equipo revisó tu solicitud sobre ${offer} y no pudo aprobarla:`,
    agent: (offer) =>
      `Una persona de nuestro equipo revisó tu solicitud sobre ${offer} y no pudo aprobarla. Solo podemos premiar lo que el anunciante confirma.`,
    common: 'Estos son los motivos habituales. No sabemos si alguno se aplica a ti:',
    reasons: [
      'La aplicación se instaló por primera vez de otra forma, no a través de esta oferta.',
      'El anunciante contó la finalización para otra fuente, por ejemplo otro anuncio.',
      'Había una VPN activa y la oferta parecía usarse en un país para el que no es.',
      'Faltaba algo de lo que pide la oferta: instalarla por primera vez, el paso mismo o hacerlo a tiempo.',
    ],
    contest: (until) =>
      `¿No estás de acuerdo? Responde a este correo o pulsa el botón antes del ${until}. Una persona revisará tu solicitud otra vez. Puedes hacerlo una sola vez.`,
    help: 'Cuéntanos qué hiciste y cuándo. Ayuda una captura que muestre lo que lograste.',
    action: 'No estoy de acuerdo',
    final: 'Esta ha sido la segunda vez que revisamos tu solicitud. Esta respuesta es definitiva.',
    look: 'Ver tu solicitud',
  },
};

export const ticketDenied: Template<'ticket-denied'> = (props, language) => {
  const text = texts[language];
  const why = whyWords(props, text, language);
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{why.said}</Paragraph>
        {why.quote && <Quote>{why.quote}</Quote>}
        {why.unknown && (
          <>
            <Paragraph>{text.common}</Paragraph>
            <Points items={text.reasons} />
          </>
        )}
        {props.contestUntil ? (
          <>
            <Paragraph>{text.contest(instantWords(props.contestUntil, language))}</Paragraph>
            <Paragraph>{text.help}</Paragraph>
            <Action href={props.statusLink}>{text.action}</Action>
          </>
        ) : (
          <>
            <Paragraph>{text.final}</Paragraph>
            <Action href={props.statusLink}>{text.look}</Action>
          </>
        )}
      </>
    ),
  };
};

/** `unknown`: nobody told us the cause, so the common ones are listed. */
type Why = { said: string; quote?: string; unknown?: boolean };

function whyWords(props: Props, text: Texts, language: Language): Why {
  const { offerTitle: offer, detail, note: quote } = props;
  switch (props.reason) {
    case 'not-confirmed':
      return { said: text.notConfirmed(offer), quote, unknown: true };
    case 'rejected': {
      const words = rejectionWords(detail, language);
      return words
        ? { said: `${text.rejectedBecause(offer, words)} ${afterRejection(detail, language)}` }
        : { said: text.rejected(offer), quote, unknown: true };
    }
    case 'already-rewarded': {
      const before = text.alreadyRewarded(offer);
      const at = props.acknowledgedAt && text.acknowledged(instantWords(props.acknowledgedAt, language));
      return { said: at ? `${before} ${at}` : before, quote };
    }
    case 'agent':
      return detail ? { said: text.agentSays(offer), quote: detail } : { said: text.agent(offer), unknown: true };
  }
}
