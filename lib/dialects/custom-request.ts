/**
 * What a request of a custom dialect holds, by the names of its definition. Query and form are read as everywhere
 * (parameters.ts); JSON may have depth. Where parameters stand in a body, the query says nothing.
 */
import type { CustomDefinition, CustomPlace } from './custom-definition';
import type { PostbackRequest, Refused } from './dialect';
import { parseJson, type Tree } from './json-body';
import { malformed, type Parameters, readParameters } from './parameters';

export type Given = {
  /** Where the definition says that parameters stand. */
  parameters: Parameters;
  query: Parameters;
  headers: Readonly<Record<string, string>>;
};

export function readGiven({ reads }: CustomDefinition, request: PostbackRequest): Given | Refused {
  if (reads === 'query' && request.rawBody.length > 0)
    return malformed('This source sends everything in the query, and no body.');
  if (reads !== 'query' && request.method !== 'POST') return malformed('This source posts its parameters in a body.');
  const query = readParameters({ ...request, rawBody: new Uint8Array() });
  if ('refused' in query) return query;
  const parameters = reads === 'query' ? query : reads === 'form' ? readForm(request) : readTree(request);
  return 'refused' in parameters ? parameters : { parameters, query, headers: request.headers };
}

function readForm(request: PostbackRequest): Parameters | Refused {
  const type = request.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    return { refused: 'unsupported-type', message: 'Send application/x-www-form-urlencoded.' };
  return readParameters({ ...request, rawQuery: '' });
}

/** Every value in the tree under the names that lead to it, with dots. Lists have no names and are passed over. */
function readTree(request: PostbackRequest): Parameters | Refused {
  const body = parseJson(request);
  return 'refused' in body ? body : new Map(leaves(body.tree, ''));
}

function leaves(tree: Tree, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] => {
    // A dot within a name would be taken for depth.
    if (name.includes('.')) return [];
    return typeof value === 'string' ? [[`${path}${name}`, value]] : leaves(value, `${path}${name}.`);
  });
}

/** What stands in a place; of a header, what comes behind its prefix. */
export function at(place: CustomPlace, given: Given): string | undefined {
  switch (place.in) {
    case 'parameter':
      return given.parameters.get(place.name);
    case 'query':
      return given.query.get(place.name);
    case 'header': {
      const header = given.headers[place.name];
      return header?.startsWith(place.prefix) ? header.slice(place.prefix.length) : undefined;
    }
  }
}
