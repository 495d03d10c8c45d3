/** R11: first contact. Fixed text, a link and a code; nothing that anybody typed, because anybody may have typed the address. */
import { Action, Code, Paragraph, Quiet } from '@/lib/emails/parts';
import type { Language, Template } from '@/lib/emails/template';

const texts: Record<
  Language,
  { subject: string; why: string; action: string; orCode: string; limits: string; notYou: string }
> = {
  en: {
    subject: 'Confirm your e-mail address',
    why: 'A support ticket was opened with this e-mail address. Confirm that the address is yours, and we start to look at the ticket.',
    action: 'Confirm my address',
    orCode: 'Or type this code on the page of your ticket:',
    limits: 'The link works once. Link and code are valid for 24 hours.',
    notYou:
      'You did not ask for this? Then you need not do anything. We write nothing else to this address unless it is confirmed.',
  },
  es: {
    subject: 'Confirma tu dirección de correo',
    why: 'Se ha abierto una solicitud de ayuda con esta dirección de correo. Confirma que la dirección es tuya y empezaremos a revisarla.',
    action: 'Confirmar mi dirección',
    orCode: 'O escribe este código en la página de tu solicitud:',
    limits: 'El enlace funciona una sola vez. El enlace y el código son válidos durante 24 horas.',
    notYou:
      '¿No lo has pedido tú? Entonces no tienes que hacer nada. No escribiremos nada más a esta dirección si no se confirma.',
  },
};

export const validateAddress: Template<'validate-address'> = ({ link, code }, language) => {
  const text = texts[language];
  return {
    subject: text.subject,
    heading: text.subject,
    body: (
      <>
        <Paragraph>{text.why}</Paragraph>
        <Action href={link}>{text.action}</Action>
        <Paragraph>{text.orCode}</Paragraph>
        <Code>{code}</Code>
        <Quiet>{text.limits}</Quiet>
        <Quiet>{text.notYou}</Quiet>
      </>
    ),
  };
};
