/**
 * Publishers' servers as three networks describe them, written out of the networks' own pages and of nothing of ours: what
 * they accept is what a game in the field accepts. Each keeps its own books, so that "paid once" can be asked from outside.
 */
import { createHash, createHmac } from 'node:crypto';

export type SeedRequest = { method: string; url: string; headers: Readonly<Record<string, string>> };
export type SeedAnswer = { status: number; body: string };

export type SeedReceiver = {
  receive: (request: SeedRequest) => SeedAnswer;
  /** What each user has been given, in the game's currency. */
  balances: Map<string, number>;
  /** Users the network has banned. */
  banned: Set<string>;
};

type Books = Omit<SeedReceiver, 'receive'> & { book: (transaction: string, user: string, amount: number) => void };

/** Every transaction counts once, whatever comes of it later. */
function openBooks(): Books {
  const balances = new Map<string, number>();
  const seen = new Set<string>();
  return {
    balances,
    banned: new Set(),
    book: (transaction, user, amount) => {
      if (seen.has(transaction)) return;
      seen.add(transaction);
      balances.set(user, (balances.get(user) ?? 0) + amount);
    },
  };
}

/**
 * ironSource: takes [USER_ID], [REWARDS] and [EVENT_ID] from `applicationUserId`, `rewards` and `eventId`, checks
 * md5([TIMESTAMP][EVENTID][USER_ID][REWARDS][PRIVATE_KEY]) and answers with "[EVENT_ID]:OK" somewhere. Its negative callback
 * has the path /revoke.
 */
export function ironSourceGame(privateKey: string): SeedReceiver {
  const books = openBooks();
  return {
    ...books,
    receive: ({ method, url }) => {
      const { searchParams: given, pathname } = new URL(url);
      const [user = '', rewards = '', event = ''] = ['applicationUserId', 'rewards', 'eventId'].map(
        (name) => given.get(name) ?? '',
      );
      const timestamp = given.get('timestamp') ?? '';
      const expected = createHash('md5').update(`${timestamp}${event}${user}${rewards}${privateKey}`).digest('hex');
      if (method !== 'GET' || !/^\d{12}$/.test(timestamp) || given.get('signature') !== expected)
        return { status: 403, body: 'bad signature' };
      const isNegative = pathname.endsWith('/revoke');
      books.book(`${isNegative ? 'revoke' : 'reward'} ${event}`, user, isNegative ? -Number(rewards) : Number(rewards));
      return { status: 200, body: `<status> ${event}:OK</status>` };
    },
  };
}

/**
 * BitLabs: `hash` is the hex HMAC-SHA1 of everything before "&hash=". With stateful callbacks only COMPLETED pays, and
 * RECONCILED deducts what was paid under the same transaction; without them `val` has its sign, and a reconciliation is a
 * transaction of its own.
 */
export function bitLabsGame(appSecret: string, isStateful: boolean): SeedReceiver {
  const books = openBooks();
  return {
    ...books,
    receive: ({ method, url }) => {
      const [whole = '', hash = ''] = url.split('&hash=');
      const expected = createHmac('sha1', appSecret).update(whole).digest('hex');
      if (method !== 'GET' || hash !== expected) return { status: 401, body: 'bad hash' };
      const given = new URL(whole).searchParams;
      const [user = '', tx = '', val = '', state = ''] = ['uid', 'tx', 'val', 'offer_state'].map(
        (name) => given.get(name) ?? '',
      );
      const status = given.get('ban_status') ?? '';
      if (status === 'BANNED') books.banned.add(user);
      if (status === 'ACTIVE') books.banned.delete(user);
      if (tx === '') return { status: 200, body: '' };
      if (!isStateful) books.book(tx, user, Number(val));
      else if (state === 'COMPLETED') books.book(tx, user, Number(val));
      else if (state === 'RECONCILED') books.book(`${tx} reconciled`, user, -Number(val));
      return { status: 200, body: '' };
    },
  };
}

/** As PHP writes a value: A-Z a-z 0-9 - _ . stay, a space is a plus, every other byte is %XX. */
function phpEncode(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[A-Za-z0-9_.-]/.test(character)) return character;
      return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/**
 * ayeT-Studios: the header is the hex HMAC-SHA256 of ksort and http_build_query over $_GET. A chargeback is another
 * transaction ("r-…") with negative amounts, which says that it is one.
 */
export function ayetGame(apiKey: string): SeedReceiver {
  const books = openBooks();
  return {
    ...books,
    receive: ({ method, url, headers }) => {
      const given = new URL(url).searchParams;
      const keys = [...new Set(given.keys())].sort();
      const line = keys.map((key) => `${phpEncode(key)}=${phpEncode(given.get(key)!)}`).join('&');
      const expected = createHmac('sha256', apiKey).update(line).digest('hex');
      if (method !== 'GET' || headers['x-ayetstudios-security-hash'] !== expected)
        return { status: 401, body: 'bad hash' };
      const transaction = given.get('transaction_id') ?? '';
      if ((given.get('is_chargeback') === '1') !== transaction.startsWith('r-'))
        return { status: 400, body: 'unclear' };
      books.book(transaction, given.get('external_identifier') ?? '', Number(given.get('currency_amount')));
      return { status: 200, body: 'OK' };
    },
  };
}
