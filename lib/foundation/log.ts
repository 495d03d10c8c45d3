/** One logger. Logs carry ids, never addresses, tokens, secrets or what a user wrote. */
import pino from 'pino';
import { env } from '@/lib/foundation/env';

export const log = pino({
  level: env.LOG_LEVEL,
  base: undefined,
  redact: {
    paths: ['secret', 'token', 'password', 'address', 'email', 'authorization', '*.secret', '*.token', '*.address'],
    censor: '[redacted]',
  },
});
