/** What is foolish about a definition although every piece of it is well-formed: told all at once, each with its place. */
import type { CustomDefinition, CustomPart, DefinitionFault } from './custom-definition';
import { coversName, isParameter, partsOf, placeOf } from './custom-parts';

export function findFaults(definition: CustomDefinition): DefinitionFault[] {
  return [...meaningFaults(definition), ...nameFaults(definition), ...signatureFaults(definition)];
}

function meaningFaults({ fields, states, negativeIsReversal }: CustomDefinition): DefinitionFault[] {
  const words = Object.values(states);
  return [
    ...when(fields.status !== null && !words.includes('COMPLETED'), 'states', 'No word means COMPLETED.'),
    ...when(fields.status === null && words.length > 0, 'fields.status', 'There are words, but no parameter for them.'),
    ...when(
      negativeIsReversal && fields.payout === null,
      'negativeIsReversal',
      'There is no payout that could be negative.',
    ),
  ];
}

/** Every name stands for one thing, and only JSON has depth. */
function nameFaults({ reads, fields, test, timestamp, signature }: CustomDefinition): DefinitionFault[] {
  const used = [
    ...Object.entries(fields).map(([field, name]) => ({ path: `fields.${field}`, name })),
    { path: 'test.name', name: test?.name ?? null },
    {
      path: 'timestamp.place.name',
      name: timestamp && timestamp.place.in === 'parameter' ? timestamp.place.name : null,
    },
    ...partsOf(signature).map((part, at) => ({
      path: `signature.parts.${at}.of`,
      name: 'of' in part ? part.of : null,
    })),
  ].flatMap(({ path, name }) => (name === null ? [] : [{ path, name }]));
  const proof = placeOf(signature);
  const places = [
    ...(proof ? [{ path: 'signature.place', ...proof }] : []),
    ...(timestamp ? [{ path: 'timestamp.place', ...timestamp.place }] : []),
  ];
  return [
    ...used
      .filter(({ name }) => reads !== 'json' && name.includes('.'))
      .map(({ path }) => ({ path, message: 'Only JSON has names within names.' })),
    ...places
      .filter(
        (place) => place.name.includes('.') && (place.in === 'query' || (place.in === 'parameter' && reads !== 'json')),
      )
      .map(({ path }) => ({ path: `${path}.name`, message: 'Only JSON has names within names.' })),
    ...used
      .filter(({ name }) => proof && isParameter(proof, reads) && proof.name === name)
      .map(({ path }) => ({ path, message: 'The signature stands in this parameter.' })),
    ...used
      .filter(({ path, name }) => path.startsWith('fields.') && test?.name === name)
      .map(({ path }) => ({ path, message: 'This parameter marks a test.' })),
  ];
}

function signatureFaults(definition: CustomDefinition): DefinitionFault[] {
  const { reads, timestamp, signature } = definition;
  const parts = partsOf(signature);
  const has = (kind: CustomPart['part']) => parts.some(({ part }) => part === kind);
  const at = (kind: CustomPart['part']) => `signature.parts.${parts.findIndex(({ part }) => part === kind)}`;
  const proof = placeOf(signature);
  const isDigest = signature.kind === 'hmac' || signature.kind === 'hash';
  const beside = ['secret', 'text', 'timestamp', ...(reads === 'query' ? [] : ['url', 'query'])];
  const says = parts.filter(({ part }) => !beside.includes(part));
  return [
    ...when(isDigest && says.length === 0, 'signature.parts', 'Nothing that the request says is signed.'),
    ...when(
      signature.kind === 'hash' && !has('secret'),
      'signature.parts',
      'Without the secret among its parts anybody can make this hash.',
    ),
    ...when(
      signature.kind === 'hmac' && has('secret'),
      at('secret'),
      'An HMAC has the secret as its key, not among its parts.',
    ),
    ...when(has('timestamp') && timestamp === null, at('timestamp'), 'Say where the timestamp stands.'),
    ...when(
      timestamp !== null && !coversName(definition, timestamp.place),
      'timestamp',
      'A timestamp that is not signed proves nothing.',
    ),
    ...when(has('body') && reads === 'query', at('body'), 'There is no body: parameters stand in the query.'),
    ...when(
      has('body') && proof?.in === 'parameter' && reads !== 'query',
      'signature.place',
      'A signature over the body cannot stand in that body.',
    ),
    ...when(has('sorted') && reads === 'json', at('sorted'), 'JSON has no order of names: sign the body.'),
    ...repeated(parts),
  ];
}

function repeated(parts: readonly CustomPart[]): DefinitionFault[] {
  const written = parts.map((part) => JSON.stringify(part));
  return parts.flatMap((part, at) =>
    part.part !== 'text' && written.indexOf(written[at]!) < at
      ? [{ path: `signature.parts.${at}`, message: 'This part stands in the list twice.' }]
      : [],
  );
}

function when(isFault: boolean, path: string, message: string): DefinitionFault[] {
  return isFault ? [{ path, message }] : [];
}
