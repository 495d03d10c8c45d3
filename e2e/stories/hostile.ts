/**
 * What a stranger might write wherever they may write, and a world in which they did: players, advertisers, networks,
 * publishers' servers and senders of mail (bad inputs IN-020; reference: trust, EP6). Most of it comes in by the doors.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import sharp from 'sharp';
import { demo, mailTo, query, wallLink } from '../support/fixtures';
import { anAddress } from './doings';
import { aWorld, type World } from './world';

/** Every element of theirs bears it: whichever is found in a page was made of a text. */
export const BRAND = 'data-hostile';
/** What their scripts would call. */
export const CALLED = 'hostile';
/** Where their elements would lead or load from. */
export const ELSEWHERE = 'evil.example';

const tag = (name: string, rest = '') => `<${name} ${BRAND} ${rest}>`;

export const SHORT = `"'></script>${tag('b')}\u202e`;

/** The words that are looked for: they are shown as they were written. */
export const AS_WRITTEN = '</title></textarea></style>';

export const LONG = [
  `"'--></script>${AS_WRITTEN}</template></noscript>]]>`,
  `${tag('script')}${CALLED}()</script>`,
  tag('img', `src=//${ELSEWHERE}/x onerror=${CALLED}()`),
  `<svg/${BRAND}/onload=${CALLED}()>`,
  `${tag('iframe', `srcdoc="<script>parent.${CALLED}()</script>"`)}</iframe>`,
  `${tag('style')}@import "//${ELSEWHERE}/x.css";*{display:none}</style>`,
  tag('base', `href=//${ELSEWHERE}/`),
  `${tag('form', `action=//${ELSEWHERE}/`)}${tag('button')}Win</button></form>`,
  tag('meta', `http-equiv=refresh content="0;url=//${ELSEWHERE}/"`),
  `<math><mtext><table><mglyph><style><!--</style>${tag('img', `title="--&gt;&lt;img src=1 onerror=${CALLED}()&gt;"`)}`,
  `{{constructor.constructor("${CALLED}()")()}} \${${CALLED}()} <%= ${CALLED}() %> {0} {name, plural, other {}}`,
  `[x](javascript:${CALLED}()) javascript:${CALLED}() data:text/html,<script>${CALLED}()</script>`,
  `\u202eright to left\u2066\u2067 \u200b\u200d\ufeff ${'\u0301'.repeat(40)}`,
  `https://${ELSEWHERE}/${'w'.repeat(180)} ${'W'.repeat(180)}`,
].join(' ');

/** No parameter of an address is longer. */
export const IN_ADDRESS = encodeURIComponent(LONG);

export async function aHostileWorld(): Promise<World> {
  const world = await aWorld([`ana"><img ${BRAND} src=x onerror=${CALLED}()>\u202e`, `ben</script><b ${BRAND}>`]);
  await asTheUser(world);
  await asTheNetwork(world);
  await asSendersOfMail(world);
  await inWhatTheDoorsWouldNotTake(world);
  return world;
}

async function asTheUser({ game, player, tickets, clicks }: World): Promise<void> {
  const entered = await fetch(wallLink(game, player), { redirect: 'manual' });
  const Cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const send = (path: string, body: FormData | URLSearchParams) =>
    fetch(`${demo.url}${path}`, {
      method: 'POST',
      headers: { Cookie, Origin: demo.url, 'User-Agent': ascii(LONG) },
      body,
    });
  const proof = new FormData();
  proof.set('text', LONG);
  const picture = await sharp({ create: { width: 60, height: 90, channels: 3, background: { r: 9, g: 99, b: 9 } } })
    .png()
    .toBuffer();
  proof.append('screenshots', new Blob([new Uint8Array(picture)]), `${SHORT}.png`);
  await taken(await send(`/api/wall/tickets/${tickets.open}/proof`, proof));
  const disagreement = new URLSearchParams({ description: LONG });
  await taken(await send(`/api/wall/tickets/${tickets.denied}/escalate`, disagreement));
  const draft = new URLSearchParams({ click: clicks.ready, description: LONG, 'answers[player-id]': SHORT });
  await taken(await send('/api/wall/drafts', draft));
}

/** Unsigned, with all they can put into a request. */
async function asTheNetwork({ network, clicks }: World): Promise<void> {
  const given = new URLSearchParams({ click_id: clicks.ready, tx: LONG, [SHORT]: LONG, reason: LONG, state: SHORT });
  const headers = { 'User-Agent': ascii(LONG), Referer: ascii(SHORT), 'X-Hostile': ascii(LONG) };
  const address = `${demo.url}/api/postbacks/${network.integration}?${given}`;
  await fetch(address, { headers });
  await fetch(address, { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: LONG });
}

/** To a ticket, as a reply that proves nothing, and to nobody. */
async function asSendersOfMail({ tickets }: World): Promise<void> {
  if (!demo.inboundSmtp) return;
  const [ticket] = await query<{ address: string }>('SELECT address FROM ticket WHERE number = $1', [tickets.open]);
  const { headers } = await mailTo(ticket!.address, /./);
  const reply = /<?([^<>\s]+@[^<>\s]+)>?$/.exec(headers['reply-to'] ?? '')?.[1];
  const to = [reply, `support@${reply?.split('@')[1] ?? 'makegood.example'}`].filter((one) => one !== undefined);
  for (const recipient of to) await mail({ from: ticket!.address, to: recipient });
  await mail({ from: anAddress(), to: to.at(-1)! });
}

/** One message over SMTP, its text in both kinds. */
async function mail({ from, to }: { from: string; to: string }): Promise<void> {
  const { hostname, port } = new URL(demo.inboundSmtp!);
  const subject = `=?UTF-8?B?${Buffer.from(SHORT).toString('base64')}?=`;
  const body64 = (type: string) =>
    `--b\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(LONG).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;
  const message = [
    `From: =?UTF-8?B?${Buffer.from(SHORT).toString('base64')}?= <${from}>`,
    `To: <${to}>`,
    `Subject: ${subject}`,
    `Message-ID: <${randomUUID()}@${ELSEWHERE}>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    `${body64('text/plain')}${body64('text/html')}--b--`,
    '.',
  ].join('\r\n');
  const lines = [`EHLO ${ELSEWHERE}`, `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', message, 'QUIT'];
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      heard += chunk;
      // An answer of several lines is over with the one that has a space behind its code.
      while (/^\d{3} .*\r\n/m.test(heard)) {
        heard = heard.replace(/^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/m, '');
        const next = lines.shift();
        if (next) socket.write(`${next}\r\n`);
      }
    });
    socket.on('close', () => resolve()).on('error', () => resolve());
    socket.setTimeout(10_000, () => socket.destroy());
  });
}

/** Whatever else is a stranger's, as if a door had let it in: pages must not rely on doors. */
async function inWhatTheDoorsWouldNotTake({ game, network, player, tickets }: World): Promise<void> {
  const ofGame = '(SELECT id FROM app WHERE key = $2)';
  const ofTicket = '(SELECT id FROM ticket WHERE number = $2)';
  const ofAdvertiser = '(SELECT id FROM advertiser WHERE key = $2)';
  const everything: [string, ...unknown[]][] = [
    ['UPDATE app SET name = $1, currency_name = $1 WHERE key = $2', SHORT, game.key],
    ['UPDATE advertiser SET name = $1 WHERE key = $2', SHORT, network.advertiser],
    [`UPDATE offer SET title = $1, requirements = $1 WHERE advertiser_id = ${ofAdvertiser}`, LONG, network.advertiser],
    [
      `UPDATE task SET name = $1 WHERE offer_id IN (SELECT id FROM offer WHERE advertiser_id = ${ofAdvertiser})`,
      LONG,
      network.advertiser,
    ],
    [
      `UPDATE ticket SET description = $1, answers = jsonb_build_object($1::text, $1::text) WHERE app_id = ${ofGame}`,
      LONG,
      game.key,
    ],
    [
      `UPDATE message SET body = $1, folded = $1 WHERE author = 'USER' AND ticket_id = ${ofTicket}`,
      LONG,
      tickets.escalated,
    ],
    [`UPDATE end_user SET ban_reason = $1 WHERE app_id = ${ofGame} AND banned_at IS NOT NULL`, LONG, game.key],
    [
      `UPDATE click SET device = jsonb_build_object('model', $1::text, 'os', $1::text, $1::text, $1::text), country = 'XX'
        WHERE user_id IN (SELECT id FROM end_user WHERE external_id = $2)`,
      SHORT,
      player,
    ],
    [
      `UPDATE screenshot SET name = $1 WHERE user_id IN (SELECT id FROM end_user WHERE app_id = ${ofGame})`,
      SHORT,
      game.key,
    ],
    [
      `UPDATE callback_attempt SET answer = $1, reason = $1 WHERE callback_id IN (SELECT id FROM callback WHERE app_id = ${ofGame})`,
      LONG,
      game.key,
    ],
    [`UPDATE callback SET last_reason = $1 WHERE app_id = ${ofGame}`, LONG, game.key],
    [`UPDATE email SET last_reason = $1, smtp_response = $1 WHERE ticket_id = ${ofTicket}`, LONG, tickets.open],
    [
      `UPDATE confirmation SET reason = $1 WHERE integration_id IN (SELECT id FROM integration WHERE key = $2)`,
      LONG,
      network.integration,
    ],
  ];
  for (const [statement, ...values] of everything) await query(statement, values);
}

/** What a header holds. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '');
}

async function taken(response: Response): Promise<void> {
  if (response.status >= 400)
    throw new Error(`${response.url} did not take it: ${response.status} ${await response.text()}`);
}
