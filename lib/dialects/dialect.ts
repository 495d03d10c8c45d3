/**
 * What a network's or tracker's way of talking is made of. One file per network fills this shape; nothing else in the
 * house knows any network by name. Pure: bytes and `now` in, values out.
 *
 * `confirms` is the side on which an advertiser or tracker tells us; `rewards` the side on which we tell a publisher.
 */
import type { CustomDefinition } from './custom-definition';
import type { Rewards } from './rewards';

export type DialectName = 'native' | 'standard' | 'custom' | 'portal' | OfferwallName | TrackerName;
export type OfferwallName =
  | 'ironsource'
  | 'bitlabs'
  | 'ayet'
  | 'tapjoy'
  | 'fyber'
  | 'adgem'
  | 'adgate'
  | 'torox'
  | 'cpx'
  | 'lootably'
  | 'kiwiwall'
  | 'wannads'
  | 'theoremreach'
  | 'pollfish'
  | 'adjoe'
  | 'unityads';
export type TrackerName =
  | 'appsflyer'
  | 'adjust'
  | 'singular'
  | 'kochava'
  | 'branch'
  | 'tune'
  | 'everflow'
  | 'affise'
  | 'voluum'
  | 'trackier'
  | 'offer18'
  | 'keitaro';

/** Why a postback was turned away, in the house's codes (foundation/errors). */
export type Refused = {
  readonly refused: 'malformed' | 'bad-signature' | 'stale' | 'too-large' | 'unsupported-type';
  readonly message: string;
};

export type Dialect = { name: DialectName; title: string; confirms?: Confirms; rewards?: Rewards };

// ── postbacks in ────────────────────────────────────────────────────────────

/** A request as it came: nothing decoded that a signature may cover. Header names are in lower case. */
export type PostbackRequest = {
  method: 'GET' | 'POST';
  /** The door's public address as it is configured, without query: never what a `Host` header claims. */
  url: string;
  rawQuery: string;
  headers: Readonly<Record<string, string>>;
  rawBody: Uint8Array;
};

export type ConfirmationState = 'PENDING' | 'COMPLETED' | 'RECONCILED';

/** What a request says: nearly always that a step was done, is on hold, or was taken back. */
export type Notice = Postback | TestNotice | BanNotice | NothingNotice;

/** The canonical form: what one postback says, whatever it looked like. */
export type Postback = {
  kind: 'confirmation';
  transaction: string;
  clickId: string;
  taskKey: string | null;
  state: ConfirmationState;
  /** US dollars as an exact decimal string, already checked against the pattern of money. */
  payoutUsd: string | null;
  reason: string | null;
};

/** A debug or test callback: answered politely and kept, and never a confirmation, signed or not. */
export type TestNotice = { kind: 'test' };

/** The network has banned one of our users, or lifted the ban. */
export type BanNotice = { kind: 'ban'; userId: string; banned: boolean; reason: string | null };

/** True, and of no consequence here: a session, a click, an event that somebody else is paid for. Kept, answered politely. */
export type NothingNotice = { kind: 'nothing'; why: string };

/** What the operator said about this source: their words in ours. */
export type IntegrationSettings = {
  statusMap: Readonly<Record<string, ConfirmationState>>;
  /** Their name of an event → our key of the task. */
  eventMap: Readonly<Record<string, string>>;
  requireSignature: boolean;
  /** What a custom dialect is, for an integration that has one. */
  custom?: CustomDefinition | null;
};

/**
 * Why a postback is not believed as it stands (04, 5): how the proof is made, what it leaves open to change by whoever
 * carries it, or that there is none.
 */
export type TrustReason =
  | 'md5'
  /** Another plain hash with the secret among its parts, which is no keyed one. */
  | 'plain-hash'
  /** The proof is the secret itself, in the address; whoever has seen one request can write the next. */
  | 'secret-in-url'
  /** The same in a header or a body. */
  | 'secret-in-clear'
  | 'click-not-covered'
  | 'transaction-not-covered'
  | 'task-not-covered'
  | 'state-not-covered'
  | 'amount-not-covered'
  /** Parts are signed with nothing between them: where one ends and the next begins could be moved. */
  | 'borders-open'
  /** There is no signature at all. */
  | 'unsigned'
  /** There is one, and the operator takes postbacks without it too. */
  | 'not-required';

/** What was signed, byte for byte, and how it compares: for the check and for the person who asks why. */
export type SignatureCheck = {
  signed: string;
  expected: string;
  received: string;
  verdict: 'valid' | 'invalid' | 'stale' | 'unsigned';
  /** Signed fields are covered; the rest could have been changed on the way. */
  notCovered: readonly string[];
};

export type Secrets = { current: string; previous: string | null };

export type Outcome = 'recorded' | 'duplicate' | 'unmatched' | 'test' | 'noted';
export type Answer = { status: number; contentType: string; body: string };

/** Any refusal of the house, with the status that we would answer on our own. */
export type TurnedAway = { code: string; message: string; status: number; receiptId: string };

/** What an operator pastes at the network, and what is good to know there. */
export type Setup = {
  /** With the network's own macros; `SECRET_PLACE` stands where the integration's secret belongs. */
  urlTemplate: (door: string) => string;
  /** Where the network says its requests come from: editable, because such lists age. */
  allowedIpsPreset: readonly string[];
  notes: readonly string[];
};
export const SECRET_PLACE = 'YOUR-SECRET';

export type Confirms = {
  /** Why even a rightly signed postback is believed only weakly (04, 5); none: strongly. Unsigned ones always are weak. */
  weaknesses: readonly TrustReason[];
  /** The network has no signature of any kind: `unsigned` is then all one can ask, whatever the integration requires. */
  neverSigned?: true;
  /** Parameters that hold a secret in clear: nobody should see them again. */
  secretParameters?: readonly string[];
  /** Headers that a signature stands in or covers, kept with the receipt so that it can be explained. */
  signatureHeaders?: readonly string[];
  setup?: Setup;
  read: (request: PostbackRequest, settings: IntegrationSettings) => Notice | Refused;
  verify: (
    request: PostbackRequest,
    secrets: Secrets,
    now: Date,
    settings: IntegrationSettings,
  ) => SignatureCheck | Refused;
  /** What the network wants to hear when its postback is stored. */
  answer: (outcome: Outcome, receiptId: string, notice: Notice) => Answer;
  /**
   * The request that the network itself would send to `door`, rightly signed with `secret` as of `at`. Null where it has no
   * such message: some know no reversal, many nothing that is pending.
   */
  sample: (what: SampleContent, secret: string, door: string, at: Date) => SampleRequest | null;
  /** What it wants to hear when it is refused; without this, our own JSON with the refusal's status. */
  refusal?: (refused: TurnedAway) => Answer;
};

/**
 * What a sample is to say. The transaction should be a UUID: some networks know no other ids. `taskKey` is the word by which
 * the network would name the step; some cannot name one.
 */
export type SampleContent = Omit<Postback, 'kind'>;

export type SampleRequest = {
  method: 'GET' | 'POST';
  /** Complete, with its query. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
};
