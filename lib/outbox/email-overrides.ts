/** The words that operators have given messages (table `email_template`), as the sender and the settings read them. */
import type { Override } from '@/lib/emails/override';
import type { WordedTemplate } from '@/lib/emails/override-shape';
import { languageOf } from '@/lib/emails/template';
import { db, type Runner, sql } from '@/lib/foundation/db';

/** By message and language. */
export type Overrides = ReadonlyMap<string, Override>;

type Row = Override & { template: string; locale: string };

/** All that are in use: one query for a whole run. */
export async function readOverrides(runner: Runner = db): Promise<Overrides> {
  const rows = await runner.query<Row>(sql`
    SELECT template, locale, subject, heading, body FROM email_template WHERE active`);
  return new Map(rows.map(({ template, locale, ...words }) => [`${template}:${locale}`, words]));
}

export function overrideFor(overrides: Overrides, template: WordedTemplate, locale: string): Override | null {
  return overrides.get(`${template}:${languageOf(locale)}`) ?? null;
}

export type TemplateVersion = Override & { version: number; author: string; at: Date; active: boolean };

const SHOWN = 50;

/** The newest first. */
export function readTemplateVersions(template: WordedTemplate, locale: string): Promise<TemplateVersion[]> {
  return db.query<TemplateVersion>(sql`
    SELECT e.version, e.subject, e.heading, e.body, a.name AS author, e.at, e.active
      FROM email_template e JOIN agent a ON a.id = e.author_id
     WHERE e.template = ${template} AND e.locale = ${locale}
     ORDER BY e.active DESC, e.version DESC LIMIT ${SHOWN}`);
}
