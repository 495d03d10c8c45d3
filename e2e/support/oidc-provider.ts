/**
 * An OpenID Connect provider, written from the specification: discovery, an authorization endpoint where somebody is always
 * signed in already, a token endpoint that holds codes to one use and PKCE to its word, and a key set with a real RSA key.
 * What it says of the person, and how it misbehaves, can be set between two sign-ins.
 */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';

const CLIENT = { id: 'makegood', secret: 'the-secret-of-makegood' };

type Claims = Record<string, unknown>;
type Asked = { challenge: string; nonce: string; redirectUri: string };

export type OidcProvider = {
  /** What a web process is started with. */
  settings: Record<string, string>;
  /** What is said of the person, beside what every token says. */
  person: Claims;
  /** Said instead of the truth: another nonce, audience … */
  lies: Claims;
  /** Signs with a key that is not in the key set. */
  signsWithAnotherKey: boolean;
  declines: boolean;
  /** Why the token endpoint refused, in order. */
  refusals: string[];
  stop: () => Promise<void>;
};

export async function anOidcProvider(): Promise<OidcProvider> {
  const [key, other] = [aKey(), aKey()];
  const codes = new Map<string, Asked>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: 'Example SSO',
    },
    person: {},
    lies: {},
    signsWithAnotherKey: false,
    declines: false,
    refusals: [],
    stop: () => new Promise((done) => server.close(() => done())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, issuer);
    if (pathname === '/.well-known/openid-configuration') return json(response, 200, discovery(issuer));
    if (pathname === '/jwks')
      return json(response, 200, { keys: [{ ...key.jwk, kid: 'one', use: 'sig', alg: 'RS256' }] });
    if (pathname === '/authorize') return authorize(searchParams, response);
    if (pathname === '/token' && request.method === 'POST') return token(request, response);
    response.writeHead(404).end();
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const wanted = { response_type: 'code', client_id: CLIENT.id, code_challenge_method: 'S256' };
    const wrong = Object.entries(wanted).filter(([name, value]) => asked.get(name) !== value);
    if (wrong.length > 0) return void response.writeHead(400).end(`not as wanted: ${wrong.join('; ')}`);
    const [redirectUri, state] = [asked.get('redirect_uri')!, asked.get('state')!];
    const code = randomBytes(16).toString('hex');
    codes.set(code, { challenge: asked.get('code_challenge')!, nonce: asked.get('nonce')!, redirectUri });
    const said: Record<string, string> = provider.declines ? { error: 'access_denied' } : { code };
    response.writeHead(302, { Location: `${redirectUri}?${new URLSearchParams({ ...said, state })}` }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const refusal = whyNot(request.headers.authorization, form, asked);
    if (refusal || !asked) {
      provider.refusals.push(refusal ?? 'no code');
      return json(response, 400, { error: refusal === 'client' ? 'invalid_client' : 'invalid_grant' });
    }
    const now = Math.floor(Date.now() / 1000);
    const told = { iss: issuer, aud: CLIENT.id, sub: 'person-1', iat: now, exp: now + 300, nonce: asked.nonce };
    const signer = provider.signsWithAnotherKey ? other : key;
    const idToken = signed({ ...told, ...provider.person, ...provider.lies }, signer.privateKey);
    json(response, 200, { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', id_token: idToken });
  }

  return provider;
}

function whyNot(authorization: string | undefined, form: URLSearchParams, asked: Asked | undefined): string | null {
  const basic = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString('base64')}`;
  if (authorization !== basic) return 'client';
  if (!asked) return 'code';
  if (form.get('redirect_uri') !== asked.redirectUri) return 'redirect_uri';
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  return challenge === asked.challenge ? null : 'code_verifier';
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  };
}

function aKey() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

function signed(claims: Claims, key: ReturnType<typeof aKey>['privateKey']): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${part(claims)}`;
  return `${body}.${createSign('RSA-SHA256').update(body).sign(key).toString('base64url')}`;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
