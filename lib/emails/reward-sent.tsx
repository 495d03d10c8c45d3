/** R18: the game has acknowledged the reward. */
import { Action, Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  subject: (reward: string, game: string) => string;
  heading: string;
  arrived: (reward: string, offer: string, game: string) => string;
  look: (game: string) => string;
  action: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (reward, game) => `${game} has received your reward: ${reward}`,
    heading: 'Your reward has arrived',
    arrived: (reward, offer, game) => `${game} has answered that it received your ${reward} for ${offer}.`,
    look: (game) =>
      `Cannot see it yet? Close ${game} and open it again. If it is still not there, reply to this e-mail.`,
    action: 'See your ticket',
  },
  es: {
    subject: (reward, game) => `${game} ha recibido tu recompensa: ${reward}`,
    heading: 'Tu recompensa ha llegado',
    arrived: (reward, offer, game) => `${game} ha respondido que recibió tu recompensa de ${reward} por ${offer}.`,
    look: (game) => `¿Aún no la ves? Cierra ${game} y ábrelo de nuevo. Si sigue sin aparecer, responde a este correo.`,
    action: 'Ver tu solicitud',
  },
};

export const rewardSent: Template<'reward-sent'> = (props, language) => {
  const text = texts[language];
  return {
    subject: text.subject(props.reward, props.gameName),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.arrived(props.reward, props.offerTitle, props.gameName)}</Paragraph>
        <Action href={props.statusLink}>{text.action}</Action>
        <Quiet>{text.look(props.gameName)}</Quiet>
      </>
    ),
  };
};
