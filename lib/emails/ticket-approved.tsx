/** R18: approved, and the game is told. R15: also when the advertiser confirmed after we had said no. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  late: (offer: string) => string;
  confirmed: (offer: string) => string;
  next: (game: string, reward: string) => string;
  held: (game: string, reward: string, until: string) => string;
  action: string;
  acknowledgement: (game: string) => string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `Approved: your reward for ${offer}`,
    heading: 'Your reward is approved',
    late: (offer) =>
      `We had to say no before. Now the advertiser has confirmed that you completed ${offer}, so your ticket is approved. You need not do anything.`,
    confirmed: (offer) => `The advertiser has confirmed that you completed ${offer}, and your ticket is approved.`,
    next: (game, reward) => `We are sending ${reward} to ${game} now.`,
    held: (game, reward, until) =>
      `${reward} is on hold until ${until}, in case the advertiser takes the confirmation back. Then we send it to ${game}; you need not do anything.`,
    action: 'Follow your reward',
    acknowledgement: (game) => `You get one more e-mail as soon as ${game} has answered that it received your reward.`,
  },
  es: {
    subject: (offer) => `Aprobada: tu recompensa por ${offer}`,
    heading: 'Tu recompensa está aprobada',
    late: (offer) =>
      `Antes tuvimos que decir que no. Ahora el anunciante ha confirmado que completaste ${offer}, así que tu solicitud está aprobada. No tienes que hacer nada.`,
    confirmed: (offer) => `El anunciante ha confirmado que completaste ${offer} y tu solicitud está aprobada.`,
    next: (game, reward) => `Estamos enviando ${reward} a ${game}.`,
    held: (game, reward, until) =>
      `${reward} está en espera hasta el ${until}, por si el anunciante retira la confirmación. Después la enviamos a ${game}; no tienes que hacer nada.`,
    action: 'Seguir tu recompensa',
    acknowledgement: (game) => `Recibirás otro correo en cuanto ${game} responda que ha recibido tu recompensa.`,
  },
};

export const ticketApproved: Template<'ticket-approved'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{(props.afterDenial ? text.late : text.confirmed)(props.offerTitle)}</Paragraph>
        <Paragraph>
          {props.heldUntil
            ? text.held(props.gameName, props.reward, instantWords(props.heldUntil, language))
            : text.next(props.gameName, props.reward)}
        </Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.acknowledgement(props.gameName)}</Quiet>
      </>
    ),
  };
};
