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
};

export const REJECTION_CODES = Object.keys(WORDS);

/** Without a full stop; null for a code that we have no words for. */
export function rejectionWords(code: string | null | undefined, language: Language): string | null {
  const row = code ? Object.entries(WORDS).find(([known]) => known === code.trim().toUpperCase()) : undefined;
  return row ? row[1][language] : null;
}
