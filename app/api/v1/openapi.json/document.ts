/** The OpenAPI 3.1 document, generated from the schemas that the doors check with: it cannot say anything else. */
import { z } from 'zod';
import { type Operation, operations } from '@/app/api/v1/operations';
import { API_SCOPES } from '@/lib/accounts/api-keys';
import { env } from '@/lib/foundation/env';
import { httpStatus } from '@/lib/foundation/errors';
import type { RefusalCode } from '@/lib/rules/refusal';

type Json = Record<string, unknown>;

export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Makegood operator API',
      version: '1',
      description:
        'Missing-reward tickets beside an existing wall. Money is a decimal string in US dollars; instants are RFC 3339.',
    },
    servers: [{ url: env.PUBLIC_URL }],
    security: [{ apiKey: [] }],
    paths: pathsOf(Object.entries(operations)),
    components: { securitySchemes: { apiKey: securityScheme() }, schemas: { Error: errorShape() } },
  };
}

function securityScheme(): Json {
  return {
    type: 'http',
    scheme: 'bearer',
    description: `An API key (mg_…). Scopes: ${API_SCOPES.join(', ')}. Each call names the one it needs.`,
  };
}

function errorShape(): Json {
  return {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { type: 'string', enum: Object.keys(httpStatus) },
          message: { type: 'string', description: 'Plain words for a person' },
          fields: { type: 'object', additionalProperties: { type: 'string' }, description: 'What is wrong, by field' },
        },
        additionalProperties: true,
      },
    },
  };
}

function pathsOf(entries: readonly [string, Operation][]): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of entries) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(name, operation) };
  }
  return paths;
}

function describe(operationId: string, operation: Operation): Json {
  const { summary, scope, body, documentedBody = body, answer, status } = operation;
  return {
    operationId,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    parameters: [...parametersOf('path', operation.params), ...parametersOf('query', operation.query)],
    ...(documentedBody && { requestBody: { required: true, content: asJson(documentedBody, 'input') } }),
    responses: {
      [status]: { description: 'Done', content: asJson(answer, 'output') },
      ...refusalsOf(operation),
    },
  };
}

function parametersOf(where: 'path' | 'query', schema: z.ZodObject): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input');
  return Object.entries(properties as Record<string, Json>).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (required as string[]).includes(name),
    schema: property,
  }));
}

function asJson(schema: z.ZodType, io: 'input' | 'output'): Json {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12 itself, so the marker of the dialect is left out. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

const OF_EVERY_CALL: readonly RefusalCode[] = ['malformed', 'not-signed-in', 'not-allowed', 'unexpected', 'try-later'];
const OF_CALLS_WITH_BODY: readonly RefusalCode[] = ['too-large', 'unsupported-type'];

/** One entry per HTTP status, naming the codes that wear it. */
function refusalsOf({ body, refusals }: Operation): Json {
  const codes = [...OF_EVERY_CALL, ...(body ? OF_CALLS_WITH_BODY : []), ...refusals];
  const byStatus = Object.groupBy([...new Set(codes)], (code) => String(httpStatus[code]));
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, named = []]) => [
      status,
      {
        description: named.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}
