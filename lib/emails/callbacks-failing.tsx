/** To a publisher: rewards of its players do not arrive. After an hour, a day and four days of failing. */
import { Paragraph, Points, Quiet } from '@/lib/emails/parts';
import { instantWords, type Language, type Template } from '@/lib/emails/template';

type Hours = 1 | 24 | 96;
type Texts = {
  subject: (game: string) => string;
  heading: string;
  what: (host: string, game: string, hours: Hours) => string;
  facts: { since: string; waiting: (count: number) => string; reason: string };
  next: (pausesAt: string) => string;
  nothingLost: string;
};

const LONG: Record<Language, Record<Hours, string>> = {
  en: { 1: 'an hour', 24: 'a day', 96: 'four days' },
  es: { 1: 'una hora', 24: 'un día', 96: 'cuatro días' },
};

const texts: Record<Language, Texts> = {
  en: {
    subject: (game) => `${game} does not acknowledge rewards`,
    heading: 'Rewards do not arrive',
    what: (host, game, hours) =>
      `For ${LONG.en[hours]} ${host} has not acknowledged any reward callback for ${game}. Players are waiting for their rewards.`,
    facts: {
      since: 'Failing since',
      waiting: (count) => `Waiting to be delivered: ${count}`,
      reason: 'Last answer',
    },
    next: (pausesAt) =>
      `We keep trying. If nothing is acknowledged until ${pausesAt}, we stop calling until you tell us that it works again.`,
    nothingLost: 'Nothing is lost: every reward waits and is sent with the event id it always had.',
  },
  es: {
    subject: (game) => `${game} no confirma recompensas`,
    heading: 'Las recompensas no llegan',
    what: (host, game, hours) =>
      `Desde hace ${LONG.es[hours]}, ${host} no ha confirmado ninguna llamada de recompensa de ${game}. Hay jugadores esperando su recompensa.`,
    facts: {
      since: 'Falla desde',
      waiting: (count) => `Pendientes de entrega: ${count}`,
      reason: 'Última respuesta',
    },
    next: (pausesAt) =>
      `Seguimos intentándolo. Si no se confirma nada hasta el ${pausesAt}, dejaremos de llamar hasta que nos digas que vuelve a funcionar.`,
    nothingLost: 'No se pierde nada: cada recompensa espera y se envía con el mismo identificador de evento.',
  },
};

export const callbacksFailing: Template<'callbacks-failing'> = (props, language) => {
  const text = texts[language];
  const { since, waiting, reason: why } = text.facts;
  return {
    subject: text.subject(props.gameName),
    heading: text.heading,
    body: (
      <>
        <Paragraph>{text.what(props.host, props.gameName, props.hours)}</Paragraph>
        <Points
          items={[
            `${since}: ${instantWords(props.since, language)}`,
            waiting(props.waiting),
            ...(props.reason ? [`${why}: ${props.reason}`] : []),
          ]}
        />
        <Paragraph>{text.next(instantWords(props.pausesAt, language))}</Paragraph>
        <Quiet>{text.nothingLost}</Quiet>
      </>
    ),
  };
};
