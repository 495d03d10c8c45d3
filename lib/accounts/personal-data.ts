/**
 * The data map: of every table, which rows are about an end user, and of every column that holds text what becomes of it when
 * that user is erased. Preview, export and erasure all read it, so that none of them knows of less than the others. A test
 * holds it against the database's own catalogue: a new column fails until somebody says here what it is.
 *
 * What stays is what money and decisions rest on (GDPR 17(3)(e)), under a pseudonym: grants, decisions, clicks' ids and terms,
 * confirmations, the audit log, which is sealed and never holds a user's words.
 */
import { type Sql, sql } from '@/lib/foundation/db';

/**
 * `addresses`: every address of theirs that is on file, as it is written there, with what will stand in its place. `tickets`: the
 * ids of those that are meant, where it is not all of theirs, whoever they are (forget-old.ts).
 */
export type Person = { id: string; pseudonym: string; addresses: Record<string, string>; tickets?: Sql };

type Rows = (who: Person) => Sql;
type Becomes = (who: Person) => Sql;

/** Nothing of an end user: the house, agents, advertisers and publishers. `typed`: columns into which an agent may have typed an address. */
type House = { of: null; stays: string; typed: readonly string[] };
/** Rows about an end user that are removed. */
type Gone = { of: Rows; gone: true; holds: string };
/** Rows about an end user that stay, without what could name them. */
type Kept = { of: Rows; gone: false; becomes: Record<string, Becomes>; stays: string };
export type PersonalTable = House | Gone | Kept;

const house = (stays: string, ...typed: string[]): House => ({ of: null, stays, typed });
const gone = (of: Rows, holds: string): Gone => ({ of, gone: true, holds });
const kept = (of: Rows, becomes: Record<string, Becomes>, stays: string): Kept => ({ of, gone: false, becomes, stays });

const ticketsOf = ({ id, tickets }: Person) => tickets ?? sql`SELECT id FROM ticket WHERE user_id = ${id}::uuid`;
const theirs: Rows = (who) => sql`user_id = ${who.id}::uuid`;
const ofTickets: Rows = (who) => sql`ticket_id IN (${ticketsOf(who)})`;
const ofClicks: Rows = (who) => sql`click_id IN (SELECT id FROM click WHERE user_id = ${who.id}::uuid)`;
const ofRechecks: Rows = (who) => sql`recheck_id IN (SELECT id FROM recheck WHERE ${ofTickets(who)})`;
const ofGrants = (who: Person) => sql`SELECT id FROM reward_grant WHERE user_id = ${who.id}::uuid`;
const ofCallbacks: Rows = (who) => sql`callback_id IN (SELECT id FROM callback WHERE grant_id IN (${ofGrants(who)}))`;
/** Mail that belongs to a ticket; of a person also what nobody has placed and came from their address. */
const ofMail: Rows = (who) => {
  const unplaced = sql`ticket_id IS NULL AND from_address = ANY(${Object.keys(who.addresses)}::text[])`;
  const placed = sql`${ofTickets(who)} OR suggested_ticket_id IN (${ticketsOf(who)})`;
  return who.tickets ? ofTickets(who) : sql`(${placed} OR ${unplaced})`;
};

const nothing: Becomes = () => sql`NULL`;
const blank: Becomes = () => sql`''`;
const noFields: Becomes = () => sql`'{}'::jsonb`;
const noList: Becomes = () => sql`'{}'::text[]`;
const pseudonym: Becomes = (who) => sql`${who.pseudonym}::text`;
/** One address is one pseudonym everywhere; one that is none of theirs was a pseudonym before, or nobody knows whose it is. */
const pseudonymOf =
  (column: Sql): Becomes =>
  (who) =>
    sql`coalesce(${JSON.stringify(who.addresses)}::jsonb ->> ${column},
                 CASE WHEN ${column} LIKE 'erased:%' THEN ${column} ELSE ${who.pseudonym}::text END)`;
const address = pseudonymOf(sql`address`);
const toAddress = pseudonymOf(sql`to_address`);
/** Of an event the facts stay; what somebody wrote with it does not. */
const factsOnly: Becomes = () =>
  sql`data - CASE kind WHEN 'held' THEN '{note,words,reason}' ELSE '{note,words}' END::text[]`;

const isWaiting = sql`outcome IN ('RECEIVED', 'SUSPENDED')`;

const RECEIPT = 'integration_key method outcome code transaction click_id task_key state';

/** By table; columns that hold no text, number and instant, are not named. Partitions are what they are parts of. */
export const PERSONAL_DATA: Record<string, PersonalTable> = {
  // What is found by an address comes before the tables that say which addresses are theirs.
  inbound_email: kept(
    ofMail,
    {
      message_id: nothing,
      from_address: nothing,
      subject: nothing,
      said: nothing,
      raw: nothing,
      envelope_from: nothing,
      envelope_to: noList,
      // Nobody is asked to handle what is no longer there.
      cause: () => sql`CASE WHEN ${isWaiting} THEN 'erased' ELSE cause END`,
      outcome: () => sql`CASE WHEN ${isWaiting} THEN 'DROPPED' ELSE outcome END`,
    },
    'door raw_hash class',
  ),
  suppression: gone((who) => sql`address = ANY(${Object.keys(who.addresses)}::text[])`, 'address reason'),

  wall_session: gone(theirs, 'token_hash locale'),
  click: kept(theirs, { ip: nothing, country: nothing, device: noFields }, 'id title_key terms'),
  progress: kept(theirs, {}, 'title_key first_click_id last_click_id'),
  receipt: kept(
    ofClicks,
    { query: blank, headers: noFields, body: nothing, remote_ip: nothing, detail: nothing },
    RECEIPT,
  ),
  confirmation: kept(theirs, {}, 'transaction state click_id task_key reason content title_key trust held'),
  reward_grant: kept(theirs, {}, 'title_key task_key click_id origin reversal_reason'),
  callback: kept((who) => sql`grant_id IN (${ofGrants(who)})`, { last_reason: nothing }, 'kind status'),
  callback_attempt: kept(ofCallbacks, { request: blank, answer: nothing, reason: nothing }, 'outcome'),

  ticket: kept(
    (who) => sql`id IN (${ticketsOf(who)})`,
    {
      address,
      description: blank,
      answers: noFields,
      held_reason: () => sql`CASE WHEN held_at IS NOT NULL THEN 'erased' END`,
    },
    'number click_id title_key status kind locale closed_reason tags',
  ),
  ticket_text: kept(ofTickets, { words: () => sql`''::tsvector`, address: pseudonymOf(sql`address`) }, 'tags'),
  ticket_task: kept(theirs, {}, 'task_key name title_key'),
  ticket_event: kept(ofTickets, { data: factsOnly }, 'kind actor_kind actor_id'),
  decision: kept(ofTickets, { note: nothing }, 'outcome actor_kind reason rule_version evidence'),
  sample_check: kept(
    ofTickets,
    { reason: () => sql`CASE WHEN verdict = 'wrong' THEN 'erased' END` },
    'outcome verdict',
  ),
  clock: kept(ofTickets, {}, 'kind policy'),
  intent: kept(
    ofTickets,
    { payload: noFields, failure: () => sql`CASE WHEN failed_at IS NOT NULL THEN 'erased' END` },
    'kind',
  ),
  bulk_item: kept(ofTickets, { before: nothing, message: nothing }, 'outcome code'),
  dry_run_row: kept(ofTickets, {}, 'happened rulings'),
  message: gone(ofTickets, 'author visibility body folded attachments'),
  screenshot: gone(theirs, 'storage_key mime pixel_hash name'),
  ticket_draft: gone(theirs, 'title_key fields'),
  agent_draft: gone(ofTickets, 'kind body'),

  validated_email: kept(theirs, { address }, ''),
  email_validation: gone(ofTickets, 'address token_hash'),
  email: kept(
    ofTickets,
    { to_address: toAddress, props: noFields, smtp_response: nothing, bounce: nothing, last_reason: nothing },
    'key template locale message_id status',
  ),
  reply_token: kept(ofTickets, { address }, 'token_hash'),

  recheck: kept(ofTickets, { question: nothing, answer_words: nothing }, 'status answer answer_reason answered_by'),
  recheck_message: kept(ofRechecks, { body: blank }, 'author author_name'),
  // One letter asks about many people at once; what was asked about each stands in its own row.
  recheck_request: kept(
    (who) => sql`id IN (SELECT request_id FROM recheck WHERE ${ofTickets(who)})`,
    { question: nothing },
    'token_hash to_address next_step',
  ),
  answer_line: kept(
    (who) => sql`number IN (SELECT number FROM ticket WHERE user_id = ${who.id}::uuid)`,
    { words: nothing },
    'number answer reason outcome code',
  ),

  // Last: until then nobody else may be given the id that the game has for them.
  end_user: kept(
    (who) => sql`id = ${who.id}::uuid`,
    { external_id: pseudonym, locale: nothing, ban_reason: nothing },
    '',
  ),
  erasure: kept(theirs, {}, 'pseudonym counts'),

  _prisma_migrations: house('id checksum migration_name logs'),
  abandoned_file: house('storage_key'),
  advertiser: house(
    'key name recheck_email time_zone holidays deadline_policy recheck_rule recheck_locale escalation_email',
  ),
  // Whose answers: the advertiser's.
  answer_batch: house('source file_name answered_by'),
  advertiser_contact: house('email name locale'),
  advertiser_link: house('token_hash'),
  advertiser_session: house('token_hash'),
  agent: house('email name role password_hash totp_secret'),
  agent_link: house('kind token_hash'),
  agent_preference: house('key value'),
  agent_session: house('ip user_agent method'),
  api_key: house('name key_hash hint scopes'),
  app: house(
    `key name currency_name wall_secret previous_wall_secret frame_origins brand callback_dialect callback_url
     callback_reversal_url callback_secret callback_options callback_retired_secret callback_tested_hash`,
  ),
  audit_entry: house('actor_kind actor_id action subject before after ip request_id'),
  audit_seal: house('previous hash'),
  bulk_job: house('kind action payload chosen status', 'chosen'),
  calendar: house('name time_zone week'),
  calendar_holiday: house('name'),
  callback_replay: house('filter status', 'filter'),
  cron_run: house('job result'),
  denial_reason: house('code outcome labels texts'),
  dry_run: house('status policies rule_version counts'),
  email_template: house('template locale subject heading body', 'subject', 'heading', 'body'),
  holiday_import: house('subject holidays'),
  integration: house(
    'key dialect secret previous_secret allowed_ips status_map settings breaker_figures retired_secret',
  ),
  live_event: house('kind'),
  macro: house('name visibility template decision reason tags assignee next', 'template'),
  offer: house('key title title_key requirements countries tracking_url proof_questions'),
  publisher: house('key name contact_email contact_locale'),
  rate_limit: house('key'),
  receipt_hour: house('outcome code'),
  recovery_code: house('code_hash'),
  report_day: house('counts micros backlog'),
  saved_view: house('name query visibility', 'name', 'query'),
  setting: house('key value'),
  tag: house('name tone'),
  task: house('key name'),
};

/** The tables that hold something of an end user, in the order in which they are gone through. */
export function personalTables(): [name: string, table: Gone | Kept][] {
  return Object.entries(PERSONAL_DATA).flatMap(([name, table]) => (table.of === null ? [] : [[name, table]]));
}

/** Where an agent may have typed an address of theirs: in a search that was kept, in a macro. */
export function typedColumns(): { table: string; column: string }[] {
  return Object.entries(PERSONAL_DATA).flatMap(([table, entry]) =>
    entry.of === null ? entry.typed.map((column) => ({ table, column })) : [],
  );
}

/** The columns a table's entry names. */
export function namedColumns(table: PersonalTable): string[] {
  const words = table.of !== null && table.gone ? table.holds : table.stays;
  const listed = words.split(/\s+/).filter(Boolean);
  return table.of === null || table.gone ? listed : [...Object.keys(table.becomes), ...listed];
}
