/**
 * What all doors of the operator's API do before their use case: the key, the path, the query, the body, each as the table
 * of operations says. The key comes first: a stranger learns nothing about what is well-formed or exists.
 */
import type { z } from 'zod';
import { type OperationName, operations } from '@/app/api/v1/operations';
import { type ApiKeyCaller, requireApiKey } from '@/lib/accounts/api-keys';
import { checked, readJson } from '@/lib/foundation/json-body';
import { json, problem, route } from '@/lib/foundation/route';
import { isRefusal, type Refusal, refuse } from '@/lib/rules/refusal';

type Table = typeof operations;
/** Addresses without changing parts come without `params`, whatever the types of Next say. */
type Context = { params: Promise<Record<string, string | string[] | undefined> | undefined> };

export type Call<Name extends OperationName> = {
  params: z.output<Table[Name]['params']>;
  query: z.output<Table[Name]['query']>;
  body: Table[Name]['body'] extends z.ZodType ? z.output<Table[Name]['body']> : null;
  caller: ApiKeyCaller;
  now: Date;
};

/** The handler of one operation. `work` is one use case: what it returns is the answer, or the refusal. */
export function door<Name extends OperationName>(
  name: Name,
  work: (call: Call<Name>) => Promise<z.input<Table[Name]['answer']> | Refusal>,
) {
  const { scope, status } = operations[name];
  return route<Context>(async (request, context, now) => {
    const caller = await requireApiKey(request.headers.get('authorization'), scope, now);
    if (isRefusal(caller)) return problem(caller, { 'WWW-Authenticate': 'Bearer' });
    const read = await readCall(name, request, context);
    if (isRefusal(read)) return problem(read);
    const answer = await work({ ...(read as Pick<Call<Name>, 'params' | 'query' | 'body'>), caller, now });
    return isRefusal(answer) ? problem(answer) : json(answer, status);
  });
}

/** Next has decoded the parts of the path, once. */
async function readCall(name: OperationName, request: Request, { params }: Context) {
  const { params: paramsSchema, query: querySchema, body: bodySchema, bodyLimit } = operations[name];
  const path = checked(paramsSchema, (await params) ?? {});
  if (isRefusal(path)) return path;
  const query = readQuery(new URL(request.url).searchParams, querySchema);
  if (isRefusal(query)) return query;
  if (bodySchema === null) return { params: path, query, body: null };
  const body = await readJson(request, bodySchema, bodyLimit);
  return isRefusal(body) ? body : { params: path, query, body };
}

/** A parameter given twice could mean two things: it is refused. */
function readQuery<Schema extends z.ZodType>(search: URLSearchParams, schema: Schema): z.output<Schema> | Refusal {
  const names = [...search.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return refuse('malformed', 'A parameter is given twice.', { fields: { [twice]: 'given twice' } });
  return checked(schema, Object.fromEntries(search));
}
