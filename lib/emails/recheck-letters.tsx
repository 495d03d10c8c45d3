/** To an advertiser (R21): the question, its reminders, and the word to somebody above. No account is needed to answer. */
import type { EmailProps } from '@/lib/emails/email';
import { Action, Paragraph, Quiet, Quote } from '@/lib/emails/parts';
import { instantWords, type Language, type Letter, type Template } from '@/lib/emails/template';
import type { DeadlinePolicy } from '@/lib/rules/recheck-schedule';

type Name = 'recheck-asked' | 'recheck-reminder' | 'recheck-overdue';
type Words = { subject: string; heading: string; what: string };

type Texts = {
  claims: (count: number) => string;
  asked: (claims: string) => Words;
  reminder: (claims: string, day: number) => Words;
  overdue: (claims: string, advertiser: string) => Words;
  how: string;
  answerBy: (when: string) => string;
  silence: Record<DeadlinePolicy, string>;
  action: string;
  link: string;
};

const texts: Record<Language, Texts> = {
  en: {
    claims: (count) => (count === 1 ? '1 reward claim' : `${count} reward claims`),
    asked: (claims) => ({
      subject: `Please check ${claims} again`,
      heading: `Please check ${claims} again`,
      what: `Our users say that they completed your offers and were not rewarded. We found no confirmation of yours for ${claims}.`,
    }),
    reminder: (claims, day) => ({
      subject: `Reminder: ${claims} to check`,
      heading: `${claims} still without an answer`,
      what: `We asked you ${day} business days ago to check ${claims} again. Your answer decides whether the user is rewarded.`,
    }),
    overdue: (claims, advertiser) => ({
      subject: `${advertiser}: ${claims} without an answer`,
      heading: 'Nobody has answered yet',
      what: `We asked ${advertiser} twelve business days ago to check ${claims} again, and reminded three times.`,
    }),
    how: 'For each claim you see the device, the click, the times, the step and the proof. Answer one by one, several at once, or by CSV.',
    answerBy: (when) => `Please answer by ${when}.`,
    silence: {
      'stay-with-agent': 'Without an answer a person of ours decides by the proof at hand.',
      approve: 'Without an answer the claims count as confirmed, as agreed with you.',
    },
    action: 'Open the claims',
    link: 'This link needs no account. Whoever has it can answer for you: pass it on only to those who should.',
  },
  es: {
    claims: (count) => (count === 1 ? '1 reclamación' : `${count} reclamaciones`),
    asked: (claims) => ({
      subject: `Por favor, comprueben de nuevo ${claims}`,
      heading: `Por favor, comprueben de nuevo ${claims}`,
      what: `Nuestros usuarios dicen que completaron sus ofertas y no recibieron la recompensa. No encontramos ninguna confirmación suya de ${claims}.`,
    }),
    reminder: (claims, day) => ({
      subject: `Recordatorio: ${claims} por comprobar`,
      heading: `${claims} aún sin respuesta`,
      what: `Hace ${day} días laborables les pedimos que comprobaran de nuevo ${claims}. Su respuesta decide si el usuario recibe la recompensa.`,
    }),
    overdue: (claims, advertiser) => ({
      subject: `${advertiser}: ${claims} sin respuesta`,
      heading: 'Nadie ha respondido todavía',
      what: `Hace doce días laborables pedimos a ${advertiser} que comprobara de nuevo ${claims}, y lo recordamos tres veces.`,
    }),
    how: 'De cada reclamación ven el dispositivo, el clic, las horas, el paso y las pruebas. Respondan una a una, varias a la vez o por CSV.',
    answerBy: (when) => `Por favor, respondan antes del ${when}.`,
    silence: {
      'stay-with-agent': 'Sin respuesta, una persona de nuestro equipo decide según las pruebas.',
      approve: 'Sin respuesta, las reclamaciones se dan por confirmadas, como se acordó con ustedes.',
    },
    action: 'Abrir las reclamaciones',
    link: 'Este enlace no necesita cuenta. Quien lo tenga puede responder por ustedes: compártanlo solo con quien deba.',
  },
};

function letter(words: Words, props: EmailProps[Name], text: Texts, language: Language, question?: string): Letter {
  return {
    subject: words.subject,
    heading: words.heading,
    body: (
      <>
        <Paragraph>{words.what}</Paragraph>
        {question && <Quote>{question}</Quote>}
        <Paragraph>{text.how}</Paragraph>
        <Action href={props.link}>{text.action}</Action>
        <Paragraph>{`${text.answerBy(instantWords(props.answerBy, language))} ${text.silence[props.silence]}`}</Paragraph>
        <Quiet>{text.link}</Quiet>
      </>
    ),
  };
}

export const recheckAsked: Template<'recheck-asked'> = (props, language) => {
  const text = texts[language];
  return letter(text.asked(text.claims(props.claims)), props, text, language, props.question);
};

export const recheckReminder: Template<'recheck-reminder'> = (props, language) => {
  const text = texts[language];
  return letter(text.reminder(text.claims(props.claims), props.day), props, text, language);
};

export const recheckOverdue: Template<'recheck-overdue'> = (props, language) => {
  const text = texts[language];
  return letter(text.overdue(text.claims(props.claims), props.advertiserName), props, text, language);
};
