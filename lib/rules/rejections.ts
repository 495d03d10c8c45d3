/**
 * Why an advertiser rejected a completion (seed 001, "Offer Callback Rejection Reasons"), in words for the user that end the
 * sentence "The advertiser did not accept it: …". Plain and without blame: they say what the advertiser's system saw, not
 * what the user did. A code that is not in the table has no words; none are made up (R19).
 */
type Language = 'en' | 'es';

const WORDS: Record<string, Record<Language, string>> = {
  DUPE_COOKIE: {
    en: 'its system had already counted this offer for the same device or browser',
    es: 'su sistema ya había contado esta oferta para el mismo dispositivo o navegador',
  },
  POSTBACK_COUNTRY_MISMATCH: {
    en: 'the country that its system saw is not one that the offer is for. A VPN can be the cause',
    es: 'el país que vio su sistema no está entre los de la oferta. Una VPN puede ser la causa',
  },
  SKIPPED_EVENTS: {
    en: 'its system did not see the earlier steps of the offer',
    es: 'su sistema no vio los pasos anteriores de la oferta',
  },
  HIGH_FRAUD_SCORE: {
    en: 'its automatic safety check did not let the completion pass',
    es: 'su control de seguridad automático no dejó pasar la finalización',
  },
  HIGH_IPQS_FRAUD_SCORE: {
    en: 'its automatic safety check did not let the internet connection pass. A VPN or a shared network can be the cause',
    es: 'su control de seguridad automático no dejó pasar la conexión a internet. Una VPN o una red compartida puede ser la causa',
  },
  ADJUST_FRAUD: {
    en: 'the automatic safety check of its tracking company did not let the completion pass',
    es: 'el control de seguridad automático de su empresa de seguimiento no dejó pasar la finalización',
  },
  DCH_IP_BLOCK: {
    en: 'the internet address that its system saw is on a list of addresses that it does not accept',
    es: 'la dirección de internet que vio su sistema está en una lista de direcciones que no acepta',
  },
  DEVICE_NOT_ALLOWED: {
    en: 'the device that its system saw is not one that the offer is for',
    es: 'el dispositivo que vio su sistema no está entre los de la oferta',
  },
  VC_USER_ALREADY_CONVERTED: {
    en: 'its system had already counted this offer for you',
    es: 'su sistema ya había contado esta oferta para ti',
  },
  TXID_ALREADY_CONVERTED: {
    en: 'its system had already counted this very completion',
    es: 'su sistema ya había contado esta misma finalización',
  },
  IP_ALREADY_CONVERTED: {
    en: 'its system had already counted this offer for the same internet connection',
    es: 'su sistema ya había contado esta oferta para la misma conexión a internet',
  },
  CHARGEBACK: {
    en: 'it withdrew the completion afterwards',
    es: 'retiró la finalización después',
  },
  EVENT_NOT_PROMISED: {
    en: 'the step that its system saw is not one that this offer rewards',
    es: 'el paso que vio su sistema no es uno de los que premia esta oferta',
  },
  CLICK_EXPIRED: {
    en: 'too much time had passed since you started the offer',
    es: 'había pasado demasiado tiempo desde que empezaste la oferta',
  },
  OFFER_EVENT_EXPIRED: {
    en: 'its system saw the step after the time limit of the offer',
    es: 'su sistema vio el paso después del límite de tiempo de la oferta',
  },
  VC_USER_BLOCKED: {
    en: 'its system has blocked your account for this offer',
    es: 'su sistema ha bloqueado tu cuenta para esta oferta',
  },
  NOT_TIME_PLAYED_EVENT: {
    en: 'what its system saw was not the playing time that this step asks for',
    es: 'lo que vio su sistema no era el tiempo de juego que pide este paso',
  },
  TIME_PLAYED_GOAL_MISMATCH: {
    en: 'the playing time that its system saw is not the one that this step asks for',
    es: 'el tiempo de juego que vio su sistema no es el que pide este paso',
  },
  NO_TP_GOAL_ID_PROVIDED_FOR_TIME_PLAYED_EVENT: {
    en: 'its system did not say which playing time was reached',
    es: 'su sistema no dijo qué tiempo de juego se alcanzó',
  },
  REATTRIBUTED: {
    en: 'its system counted the install for another source, for example an ad that was opened in between',
    es: 'su sistema contó la instalación para otra fuente, por ejemplo un anuncio abierto entretanto',
  },
  // Answers to a re-check (lib/rules/recheck-schedule.ts).
  RECHECK_NO_INSTALL: {
    en: 'it looked again and found no install of yours that came from this offer',
    es: 'lo comprobó de nuevo y no encontró ninguna instalación tuya que viniera de esta oferta',
  },
  RECHECK_STEP_NOT_SEEN: {
    en: 'it looked again and its system had not seen this step',
    es: 'lo comprobó de nuevo y su sistema no había visto este paso',
  },
};

export const REJECTION_CODES = Object.keys(WORDS);

type Step = 'again' | 'network' | 'earlier' | 'proof' | 'device' | 'goal' | 'dates' | 'receipt' | 'others' | 'source';

/** What the user can do then, in whole sentences: something to look up or to show us, and no promise. */
const NEXT: Record<Step, Record<Language, string>> = {
  again: {
    en: 'Look whether you have been rewarded for it before. If not, send us a screenshot of your progress.',
    es: 'Mira si ya recibiste la recompensa. Si no, envíanos una captura de tu progreso.',
  },
  network: {
    en: 'If you used neither a VPN nor a proxy, tell us your country and your internet provider. Switch a VPN off before you start other offers.',
    es: 'Si no usaste ni VPN ni proxy, dinos tu país y tu proveedor de internet. Desactiva la VPN antes de empezar otras ofertas.',
  },
  earlier: {
    en: 'Look whether all earlier steps are done. If they are, send us a screenshot that shows them.',
    es: 'Mira si todos los pasos anteriores están hechos. Si lo están, envíanos una captura que los muestre.',
  },
  proof: {
    en: 'If you did it yourself on your own device, send us a screenshot of your progress: a person can ask the advertiser to look again.',
    es: 'Si lo hiciste tú en tu propio dispositivo, envíanos una captura de tu progreso: una persona puede pedir al anunciante que lo revise.',
  },
  device: {
    en: 'If your device is one of those that the offer names, tell us its model and the version of its system.',
    es: 'Si tu dispositivo es uno de los que nombra la oferta, dinos su modelo y la versión de su sistema.',
  },
  goal: {
    en: 'Compare what the offer asks for with your progress. If you have reached it, send us a screenshot of it.',
    es: 'Compara lo que pide la oferta con tu progreso. Si lo alcanzaste, envíanos una captura.',
  },
  dates: {
    en: 'If you were in time, send us a screenshot that shows the date.',
    es: 'Si llegaste a tiempo, envíanos una captura donde se vea la fecha.',
  },
  receipt: {
    en: 'If nothing was cancelled or refunded, send us the receipt or a screenshot of your progress.',
    es: 'Si nada se canceló ni se reembolsó, envíanos el recibo o una captura de tu progreso.',
  },
  others: {
    en: 'You can go on with other offers. If you think that this is a mistake, tell us why.',
    es: 'Puedes seguir con otras ofertas. Si crees que es un error, dinos por qué.',
  },
  source: {
    en: 'If you had never installed the app before and opened no other advertisement for it, tell us so.',
    es: 'Si nunca habías instalado la aplicación y no abriste ningún otro anuncio de ella, dínoslo.',
  },
};

const NEXT_AFTER: Record<string, Step> = {
  DUPE_COOKIE: 'again',
  POSTBACK_COUNTRY_MISMATCH: 'network',
  SKIPPED_EVENTS: 'earlier',
  HIGH_FRAUD_SCORE: 'proof',
  HIGH_IPQS_FRAUD_SCORE: 'network',
  ADJUST_FRAUD: 'proof',
  DCH_IP_BLOCK: 'network',
  DEVICE_NOT_ALLOWED: 'device',
  VC_USER_ALREADY_CONVERTED: 'again',
  TXID_ALREADY_CONVERTED: 'again',
  IP_ALREADY_CONVERTED: 'again',
  CHARGEBACK: 'receipt',
  EVENT_NOT_PROMISED: 'goal',
  CLICK_EXPIRED: 'dates',
  OFFER_EVENT_EXPIRED: 'dates',
  VC_USER_BLOCKED: 'others',
  NOT_TIME_PLAYED_EVENT: 'goal',
  TIME_PLAYED_GOAL_MISMATCH: 'goal',
  NO_TP_GOAL_ID_PROVIDED_FOR_TIME_PLAYED_EVENT: 'goal',
  REATTRIBUTED: 'source',
  RECHECK_NO_INSTALL: 'source',
  RECHECK_STEP_NOT_SEEN: 'others',
};

/** Without a full stop; null for a code that we have no words for. */
export function rejectionWords(code: string | null | undefined, language: Language): string | null {
  const known = knownCode(code);
  return known === null ? null : WORDS[known]![language];
}

/** Null for a code that we have no words for. */
export function afterRejection(code: string | null | undefined, language: Language): string | null {
  const known = knownCode(code);
  return known === null ? null : NEXT[NEXT_AFTER[known]!][language];
}

/** As the table writes it: what comes from outside is looked for among its keys, and nowhere else. */
function knownCode(code: string | null | undefined): string | null {
  const wanted = code?.trim().toUpperCase();
  return REJECTION_CODES.find((known) => known === wanted) ?? null;
}
