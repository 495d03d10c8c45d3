/** R6: a person has decided about a ban. Either it is lifted, or it stands, in the agent's own words if there are any. */
import { Action, Paragraph, Quote } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

type Texts = {
  lifted: string;
  stands: string;
  liftedWhat: (game: string) => string;
  standsWhat: (game: string) => string;
  action: string;
};

const texts: Record<Language, Texts> = {
  en: {
    lifted: 'The ban is lifted',
    stands: 'The ban stands',
    liftedWhat: (game) =>
      `We looked at your appeal and lifted the ban in ${game}. You can ask about missing rewards again.`,
    standsWhat: (game) => `We looked at your appeal. The ban in ${game} stands.`,
    action: 'See your appeal',
  },
  es: {
    lifted: 'El bloqueo se ha levantado',
    stands: 'El bloqueo sigue en pie',
    liftedWhat: (game) =>
      `Revisamos tu apelación y levantamos el bloqueo en ${game}. Ya puedes volver a preguntar por recompensas.`,
    standsWhat: (game) => `Revisamos tu apelación. El bloqueo en ${game} sigue en pie.`,
    action: 'Ver tu apelación',
  },
};

export const appealDecided: Template<'appeal-decided'> = (props, language) => {
  const text = texts[language];
  const heading = props.lifted ? text.lifted : text.stands;
  return {
    subject: heading,
    heading,
    body: (
      <>
        <Paragraph>{(props.lifted ? text.liftedWhat : text.standsWhat)(props.gameName)}</Paragraph>
        {props.detail && <Quote>{props.detail}</Quote>}
        <Action href={props.statusLink}>{text.action}</Action>
      </>
    ),
  };
};
