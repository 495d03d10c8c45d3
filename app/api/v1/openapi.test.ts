import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { GET } from '@/app/api/v1/openapi.json/route';
import { API_SCOPES } from '@/lib/accounts/api-keys';

const folder = fileURLToPath(new URL('.', import.meta.url));
const document = await (await GET(new Request('http://localhost/api/v1/openapi.json'), {})).json();

/** Every method that a door of this folder answers, as `put /api/v1/apps/{key}`. */
function doors(): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.ts$/.test(file),
  );
  return files.flatMap((file) => {
    const path = `/api/v1/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`;
    const source = readFileSync(join(folder, file), 'utf8');
    return [...source.matchAll(/export const (GET|PUT|POST|PATCH|DELETE) = /g)].map(
      ([, method]) => `${method!.toLowerCase()} ${path}`,
    );
  });
}

function documented(): string[] {
  return Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
}

test('every door is in the document, and everything in the document has a door', () => {
  expect(documented().sort()).toEqual(
    doors()
      .filter((call) => call !== 'get /api/v1/openapi.json')
      .sort(),
  );
  expect(documented()).toHaveLength(12);
});

test('it is OpenAPI 3.1 with a security scheme and one shape of errors', () => {
  expect(document).toMatchObject({
    openapi: '3.1.0',
    security: [{ apiKey: [] }],
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: { type: 'object' } },
    },
  });
  expect(JSON.stringify(document)).not.toContain('$schema');
});

test('every call names its parameters, its body, its answer and its refusals', () => {
  for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Call>>)) {
    for (const [method, call] of Object.entries(methods)) {
      const inPath = call.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(Object.keys(call.responses), path).toEqual(expect.arrayContaining(['400', '401', '403', '500', '503']));
      expect(call.responses['200'] ?? call.responses['201'], path).toHaveProperty([
        'content',
        'application/json',
        'schema',
        'properties',
      ]);
      expect(
        API_SCOPES.some((scope) => call.description.includes(scope)),
        path,
      ).toBe(true);
      if (method === 'put') expect(call.requestBody, path).toBeDefined();
    }
  }
});

type Call = {
  description: string;
  parameters: { name: string; in: string }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
};

test('what a door checks is what the document says', () => {
  const put = document.paths['/api/v1/offers/{key}'].put;
  const body = put.requestBody.content['application/json'].schema;
  expect(body).toMatchObject({ required: ['advertiser', 'title', 'tasks'], additionalProperties: false });
  expect(body.properties.tasks.items.properties.payoutUsd).toMatchObject({
    type: 'string',
    pattern: '^(0|[1-9]\\d{0,8})(\\.\\d{1,6})?$',
  });
  const clicks = document.paths['/api/v1/clicks'].post.requestBody.content['application/json'].schema;
  expect(clicks.properties.clicks).toMatchObject({ maxItems: 1000 });
  expect(clicks.properties.clicks.items.required).toEqual(['id', 'app', 'user', 'offer', 'clickedAt']);
});
