/** R22 and 04, decision 6: the advertiser took a confirmation back, and the user is told. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (offer: string) => string;
  heading: string;
  what: (offer: string) => string;
  next: (reward: string, game: string) => string;
  action: string;
  disagree: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (offer) => `The reward for ${offer} was taken back`,
    heading: 'A reward was taken back',
    what: (offer) =>
      `The advertiser had confirmed that you completed ${offer}, and has now withdrawn that confirmation.`,
    next: (reward, game) =>
      `We have to tell ${game} that the reward of ${reward} no longer counts. ${game} may take it out of your balance.`,
    action: 'See your ticket',
    disagree: 'Do you think that this is wrong? Reply to this e-mail and tell us why.',
  },
  es: {
    subject: (offer) => `Se ha retirado la recompensa por ${offer}`,
    heading: 'Se ha retirado una recompensa',
    what: (offer) => `El anunciante había confirmado que completaste ${offer} y ahora ha retirado esa confirmación.`,
    next: (reward, game) =>
      `Tenemos que avisar a ${game} de que la recompensa de ${reward} ya no cuenta. ${game} puede descontarla de tu saldo.`,
    action: 'Ver tu solicitud',
    disagree: '¿Crees que es un error? Responde a este correo y cuéntanos por qué.',
  },
};

export const rewardReversed: Template<'reward-reversed'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.offerTitle),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.offerTitle)}</Paragraph>
        <Paragraph>{text.next(props.reward, props.gameName)}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.disagree}</Quiet>
      </>
    ),
  };
};
