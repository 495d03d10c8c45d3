/**
 * The only place that reads process.env. Parsed once; a wrong value stops the start with one clear line.
 * What each variable means: README, "Configuration".
 */
import { resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const flag = z.enum(['0', '1']).transform((value) => value === '1');
const secret = z.string().min(32, 'must be at least 32 characters');

const isLoopback = (url: string) =>
  URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

const OIDC = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  DATABASE_URL: z.string().startsWith('postgres').default('postgresql://unset.invalid/makegood'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(/* turbopackIgnore: true */ path)),
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  AUTH_SECRET: secret.optional(),
  CRON_SECRET: secret.optional(),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  MAIL_FROM: z.string().default('Rewards Support <support@makegood.example>'),
  MAIL_DOMAIN: z.string().default('mail.makegood.example'),
  INBOUND_SMTP_PORT: port.default(0),
  INBOUND_SMTP_HOST: z.string().default('127.0.0.1'),
  INBOUND_LMTP: flag.default(false),
  INBOUND_EMAIL_SECRET: z.string().min(16, 'must be at least 16 characters').optional(),
  IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\/./, 'must begin with imap:// or imaps://')
    .optional(),
  /** How our own mail server signs its Authentication-Results; nobody else's are believed. */
  MAIL_AUTHSERV_ID: z.string().optional(),
  /** Signing in through the company's own OpenID Connect provider: all three, or none. */
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((url) => url.startsWith('https:') || isLoopback(url), 'must begin with https://')
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, 'must be at most 40 characters').optional(),
  STORAGE_URL: z
    .string()
    .regex(/^(file:|s3:\/\/)./, 'must begin with file: or s3://')
    .optional(),
  ALLOW_PRIVATE_CALLBACKS: flag.default(false),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  WORKER: z.enum(['on', 'off']).default('on'),
  METRICS_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Set by `npm run demo` and the tests while the built-in mail sink is in use: the folder it writes to. */
  MAIL_SINK_DIR: z.string().optional(),
  /** Set by the demo: where its pretended game server listens. */
  DEMO_GAME_URL: z.string().optional(),
});

export type Env = Omit<z.infer<typeof schema>, 'PUBLIC_URL'> & { PUBLIC_URL: string };

/** Throws an Error whose message names every wrong variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const wrong = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  const missing = OIDC.filter((name) => given[name] === undefined);
  if (missing.length > 0 && missing.length < OIDC.length)
    wrong.push(`${missing.join(', ')}: missing beside the others`);
  if (!parsed.success || wrong.length > 0) throw new Error(`Wrong configuration. ${wrong.join('; ')}`);
  return { ...parsed.data, PUBLIC_URL: parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}` };
}

/** What a production start needs and has no safe default for. Returns the missing names. */
export function missingForProduction(source: Record<string, string | undefined>): string[] {
  return ['PUBLIC_URL', 'AUTH_SECRET', 'CRON_SECRET', 'SMTP_URL'].filter((name) => !source[name]);
}

export const env: Env = parseEnv(process.env);
