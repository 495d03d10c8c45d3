/**
 * What a custom dialect signs, put together from the list of its parts: constants, and what the request says. Where one
 * thing that was said ends and the next begins must be certain, or a signature for "1" and "23" were one for "12" and "3".
 */
import type { CustomDefinition, CustomPart } from './custom-definition';
import { coversName, isInQuery, isParameter, partsOf, placeOf } from './custom-parts';
import { at, type Given } from './custom-request';
import type { PostbackRequest, Refused } from './dialect';
import { malformed } from './parameters';
import { readSignedAddress } from './signed-address';
import { encodeAsPhp } from './template';

/** `said` is what came with the request; everything else is the same in every request. */
type Piece = { said: string } | { constant: string } | { secret: true };

export function piecesOf(definition: CustomDefinition, request: PostbackRequest, given: Given): Piece[] | Refused {
  const texts: string[] = [];
  for (const part of partsOf(definition.signature)) {
    const text = textOf(part, definition, request, given);
    if (typeof text !== 'string') return text;
    texts.push(text);
  }
  const pieces = layOut(definition, texts);
  return findBlurred(pieces) ?? pieces;
}

/** What the request says in the place of a part; nothing for a part that is always the same. */
function textOf(
  part: CustomPart,
  definition: CustomDefinition,
  request: PostbackRequest,
  given: Given,
): string | Refused {
  switch (part.part) {
    case 'value':
    case 'pair':
      return given.parameters.get(part.of) ?? '';
    case 'sorted':
      return sortedText(part, definition, given);
    case 'url':
      return addressText(definition, request);
    case 'query': {
      const address = addressText(definition, request);
      return typeof address === 'string' ? address.slice(request.url.length + 1) : address;
    }
    case 'body':
      return Buffer.from(request.rawBody).toString();
    case 'timestamp':
      return at(definition.timestamp!.place, given) ?? '';
    case 'secret':
    case 'text':
      return '';
  }
}

function layOut({ signature }: CustomDefinition, texts: readonly string[]): Piece[] {
  const separator = 'separator' in signature ? signature.separator : '';
  return partsOf(signature).flatMap((part, index) => [
    ...(index > 0 && separator !== '' ? [{ constant: separator }] : []),
    ...written(part, texts[index] ?? ''),
  ]);
}

function written(part: CustomPart, text: string): Piece[] {
  switch (part.part) {
    case 'secret':
      return [{ secret: true }];
    case 'text':
      return [{ constant: part.text }];
    case 'pair':
      return [{ constant: `${part.of}=` }, { said: text }];
    default:
      return [{ said: text }];
  }
}

/** By the bytes of their names, which hold no byte that would need an escape (parameters.ts). */
function sortedText(
  { join, written }: Extract<CustomPart, { part: 'sorted' }>,
  { reads, signature }: CustomDefinition,
  { parameters }: Given,
): string | Refused {
  const proof = placeOf(signature);
  const own = proof && isParameter(proof, reads) ? proof.name : null;
  const others = [...parameters].filter(([name]) => name !== own).sort(([one], [other]) => (one < other ? -1 : 1));
  if (written === 'form') return others.map(([name, value]) => `${name}=${encodeAsPhp(value)}`).join(join);
  const blurred = others.find(([, value]) => value.includes(join));
  if (blurred) return malformed(`"${blurred[0]}" may not hold "${join}": it separates the signed parameters.`);
  return others.map(([name, value]) => `${name}=${value}`).join(join);
}

/** As it came, up to the signature where that stands in the query: then nothing may stand behind it. */
function addressText({ signature, reads }: CustomDefinition, request: PostbackRequest): string | Refused {
  const proof = placeOf(signature)!;
  if (!isInQuery(proof, reads)) return request.rawQuery === '' ? request.url : `${request.url}?${request.rawQuery}`;
  const address = readSignedAddress({ ...request, rawBody: new Uint8Array() }, proof.name);
  return 'refused' in address ? address : address.signed;
}

/** With `secret` in the place of the secret. */
export function toText(pieces: readonly Piece[], secret: string): string {
  return pieces.map((piece) => ('said' in piece ? piece.said : 'constant' in piece ? piece.constant : secret)).join('');
}

// ── borders ─────────────────────────────────────────────────────────────────

/** Where something that was said is followed by something else that was said: the constant between them. */
function joints(pieces: readonly Piece[]): { before: string; joint: string }[] {
  const found: { before: string; joint: string }[] = [];
  let before: string | null = null;
  let joint = '';
  for (const piece of pieces) {
    if ('constant' in piece) joint += piece.constant;
    // Nobody but the two sides knows it, so nobody can have it stand in a value.
    else if ('secret' in piece) before = null;
    else {
      if (before !== null) found.push({ before, joint });
      [before, joint] = [piece.said, ''];
    }
  }
  return found;
}

export function hasOpenBorders(definition: CustomDefinition): boolean {
  return joints(layOut(definition, [])).some(({ joint }) => joint === '');
}

/** A value in which the border behind it could be seen earlier than it is. */
function findBlurred(pieces: readonly Piece[]): Refused | null {
  const blurred = joints(pieces).find(
    ({ before, joint }) => joint !== '' && `${before}${joint}`.indexOf(joint) < before.length,
  );
  return blurred ? malformed(`A signed value may not hold "${blurred.joint}": it separates the signed parts.`) : null;
}

/** What is read and not signed, by the parameter's own name. */
export function uncoveredNames(definition: CustomDefinition, given: Given): string[] {
  const { fields, test, signature, reads } = definition;
  const proof = placeOf(signature);
  const own = proof && isParameter(proof, reads) ? proof.name : null;
  const read = [...Object.values(fields), test?.name].filter((name): name is string => !!name);
  return [...new Set([...read, ...given.parameters.keys()])].filter(
    (name) => name !== own && !coversName(definition, { in: 'parameter', name }),
  );
}
