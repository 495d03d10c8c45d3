/**
 * Where in a network's postback stands what the bad input is put into: its id of the conversion, our click, the proof, its word
 * for a state. A string says why there is no such place. A dialect that is missing here fails the test.
 */
import type { DialectName } from '@/lib/dialects/dialect';

type None = { none: string };

export type Place = {
  /** `orElse`: what it is when the network sends none. */
  transaction: { parameter: string; orElse?: string } | None;
  click: string;
  proof: { parameter: string } | { header: string } | { token: string };
  state: { parameter: string } | None;
};

const at = (parameter: string) => ({ parameter });
const orDerived = (parameter: string) => ({ parameter, orElse: 'without an id ours is derived from click and event' });
const token = (name: string) => ({ token: name });
const DERIVED: None = {
  none: 'it has no id of a conversion: ours is derived from click, event and what tells them apart',
};
const NO_REVERSAL: None = { none: 'it knows one state only: completed' };
const BY_SIGN: None = { none: 'a negative amount is its only word for a reversal' };

export const PLACES: Partial<Record<DialectName, Place>> = {
  native: { transaction: at('tx'), click: 'click_id', proof: at('sig'), state: at('state') },
  ironsource: { transaction: at('eventId'), click: 'custom_click_id', proof: at('signature'), state: at('negative') },
  adgate: { transaction: at('conversion_id'), click: 's2', proof: token('secret'), state: at('state') },
  adgem: { transaction: at('transaction_id'), click: 'click_id', proof: at('verifier'), state: BY_SIGN },
  adjoe: { transaction: at('trans_uuid'), click: 'click_id', proof: at('sid'), state: NO_REVERSAL },
  ayet: {
    transaction: at('transaction_id'),
    click: 'custom_1',
    proof: { header: 'x-ayetstudios-security-hash' },
    state: at('is_chargeback'),
  },
  bitlabs: { transaction: at('tx'), click: 'click_id', proof: at('hash'), state: at('offer_state') },
  cpx: { transaction: at('trans_id'), click: 'subid_1', proof: at('secure_hash'), state: at('status') },
  fyber: { transaction: at('_trans_id_'), click: 'pub0', proof: at('sid'), state: NO_REVERSAL },
  kiwiwall: { transaction: at('trans_id'), click: 'click_id', proof: at('signature'), state: at('status') },
  lootably: { transaction: at('transactionID'), click: 'sid', proof: at('hash'), state: at('status') },
  pollfish: { transaction: at('tx_id'), click: 'request_uuid', proof: at('signature'), state: at('status') },
  tapjoy: { transaction: at('id'), click: 'snuid', proof: at('verifier'), state: NO_REVERSAL },
  theoremreach: { transaction: at('tx_id'), click: 'click_id', proof: at('hash'), state: at('reversal') },
  torox: { transaction: at('id'), click: 'subid1', proof: at('sig'), state: BY_SIGN },
  unityads: { transaction: at('oid'), click: 'sid', proof: at('hmac'), state: NO_REVERSAL },
  wannads: { transaction: at('uuid'), click: 'subId2', proof: at('signature'), state: at('status') },
  adjust: {
    transaction: DERIVED,
    click: 'click_id',
    proof: token('token'),
    state: { none: 'its kinds of activity are open words: an unknown one is noted and no confirmation' },
  },
  affise: { transaction: orDerived('action_id'), click: 'clickid', proof: token('secure'), state: at('status') },
  appsflyer: { transaction: DERIVED, click: 'clickid', proof: token('token'), state: at('status') },
  branch: { transaction: orDerived('id'), click: 'click_id', proof: token('token'), state: at('status') },
  everflow: {
    transaction: orDerived('conversion_id'),
    click: 'transaction_id',
    proof: token('verification_token'),
    state: at('status'),
  },
  keitaro: { transaction: DERIVED, click: 'subid', proof: token('token'), state: at('status') },
  kochava: { transaction: DERIVED, click: 'click_id', proof: token('token'), state: at('status') },
  offer18: { transaction: DERIVED, click: 'tid', proof: token('token'), state: at('status') },
  singular: { transaction: DERIVED, click: 'cl', proof: token('token'), state: at('status') },
  trackier: { transaction: orDerived('txn_id'), click: 'click_id', proof: token('token'), state: at('status') },
  tune: { transaction: DERIVED, click: 'transaction_id', proof: token('security_token'), state: at('status') },
  voluum: { transaction: DERIVED, click: 'cid', proof: token('token'), state: at('status') },
};
