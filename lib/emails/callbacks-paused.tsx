/** To a publisher: after five days of failing its endpoint is left alone until somebody says that it works again. */
import { Paragraph, Points, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Texts = {
  subject: (game: string) => string;
  heading: string;
  what: (host: string, game: string) => string;
  facts: { since: string; waiting: (count: number) => string; reason: string };
  next: string;
  nothingLost: string;
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (game) => `Rewards for ${game} are paused`,
    heading: 'We have stopped calling',
    what: (host, game) =>
      `For five days ${host} has not acknowledged any reward callback for ${game}. We have paused them.`,
    facts: { since: 'Failing since', waiting: (count) => `Waiting to be delivered: ${count}`, reason: 'Last answer' },
    next: 'When it works again, tell your account manager: callbacks are resumed with one click.',
    nothingLost:
      'Nothing is lost: what waits is then sent a few at a time, with the event ids it always had. Keep checking for ids that you have seen before.',
  },
  es: {
    subject: (game) => `Las recompensas de ${game} están en pausa`,
    heading: 'Hemos dejado de llamar',
    what: (host, game) =>
      `Desde hace cinco días, ${host} no ha confirmado ninguna llamada de recompensa de ${game}. Las hemos puesto en pausa.`,
    facts: { since: 'Falla desde', waiting: (count) => `Pendientes de entrega: ${count}`, reason: 'Última respuesta' },
    next: 'Cuando vuelva a funcionar, avisa a tu gestor de cuenta: las llamadas se reanudan con un clic.',
    nothingLost:
      'No se pierde nada: lo que espera se envía después poco a poco, con los mismos identificadores de evento. Sigue comprobando si ya conoces un identificador.',
  },
};

export const callbacksPaused: Template<'callbacks-paused'> = (props, language) => {
  const text = texts[language];
  const { since, waiting, reason: why } = text.facts;
  return {
    subject: text.subject(props.gameName),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.host, props.gameName)}</Paragraph>
        <Points
          items={[
            `${since}: ${instantWords(props.since, language)}`,
            waiting(props.waiting),
            ...(props.reason ? [`${why}: ${props.reason}`] : []),
          ]}
        />
        <Paragraph>{text.next}</Paragraph>
        <Quiet>{text.nothingLost}</Quiet>
      </>
    ),
  };
};
