/** An operator in tests: a small world written through the use cases of the API, and calls through its doors. */
import { type ApiScope, createApiKey } from '@/lib/accounts/api-keys';
import type { Actor } from '@/lib/foundation/audit';
import { advertiserInput } from '@/lib/offers/advertiser-schema';
import { appInput } from '@/lib/offers/app-schema';
import { integrationInput } from '@/lib/offers/integration-schema';
import { offerInput } from '@/lib/offers/offer-schema';
import { putAdvertiser } from '@/lib/offers/put-advertiser';
import { putApp } from '@/lib/offers/put-app';
import { putIntegration } from '@/lib/offers/put-integration';
import { putOffer } from '@/lib/offers/put-offer';

const SEED: Actor = { kind: 'AUTO', id: null };

/** Advertiser `adv`, integration `adv-native`, app `gems`, offers `coin` (one step, $3.50) and `farm` (two steps, $2 and $12). */
export async function smallWorld(): Promise<void> {
  await putAdvertiser('adv', advertiserInput.parse({ name: 'Coin Games', recheckEmail: 'check@coin.example' }), SEED);
  await putIntegration(
    'adv-native',
    integrationInput.parse({ advertiser: 'adv', dialect: 'native', secret: 'native-secret' }),
    SEED,
  );
  await putApp(
    'gems',
    appInput.parse({
      name: 'Gem Quest',
      publisher: 'quest',
      currency: { name: 'Gems', perUsd: '1000' },
      wallSecret: 'wall-secret-of-gems',
    }),
    SEED,
  );
  const level = { key: 'level-10', name: 'Reach level 10', payoutUsd: '3.50', rewardAmount: 3500, ttcMinutes: 10_080 };
  await putOffer('coin', offerInput.parse({ advertiser: 'adv', title: 'Coin Kingdom', tasks: [level] }), SEED);
  const steps = [
    { key: 'install', name: 'Install', payoutUsd: '2', rewardAmount: 2000 },
    { key: 'harvest', name: 'First harvest', payoutUsd: '12', rewardAmount: 12_000 },
  ];
  await putOffer('farm', offerInput.parse({ advertiser: 'adv', title: 'Farm Days', tasks: steps }), SEED);
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Calls route handlers as an HTTP client would, with a key that has `scopes`. */
export async function operator(scopes: ApiScope[], now: Date) {
  const { key } = await createApiKey({ name: 'test', scopes }, now);
  return async (
    handler: Handler<{ params: Promise<Record<string, string> | undefined> }>,
    options: { params?: Record<string, string>; query?: string; body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const { params, query = '', body, headers = {} } = options;
    const request = new Request(`http://localhost/api${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
      body: body === undefined || typeof body === 'string' ? (body as string | undefined) : JSON.stringify(body),
    });
    const response = await handler(request, { params: Promise.resolve(params) });
    // biome-ignore lint/suspicious/noExplicitAny: the answer of any door, looked into by the test
    return { status: response.status, headers: response.headers, json: (await response.json()) as any };
  };
}
