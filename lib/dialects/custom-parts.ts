/** Where the things of a custom definition stand, and which of them its signature covers. */
import type { CustomDefinition, CustomPart, CustomPlace, CustomSignature } from './custom-definition';

export function partsOf(signature: CustomSignature): readonly CustomPart[] {
  return 'parts' in signature ? signature.parts : [];
}

export function placeOf(signature: CustomSignature): CustomPlace | null {
  return 'place' in signature ? signature.place : null;
}

type Reads = CustomDefinition['reads'];

/** Whether it stands among the parameters that are read, rather than beside them. */
export function isParameter(place: CustomPlace, reads: Reads): boolean {
  return place.in === 'parameter' || (place.in === 'query' && reads === 'query');
}

export function isInQuery(place: CustomPlace, reads: Reads): boolean {
  return place.in === 'query' || (place.in === 'parameter' && reads === 'query');
}

/** Whether the signature covers what stands there. */
export function coversName(definition: CustomDefinition, place: CustomPlace): boolean {
  return partsOf(definition.signature).some((part) => covers(part, place, definition));
}

function covers(part: CustomPart, place: CustomPlace, { reads, timestamp }: CustomDefinition): boolean {
  switch (part.part) {
    case 'value':
    case 'pair':
      return part.of === place.name && isParameter(place, reads);
    case 'sorted':
      return isParameter(place, reads);
    case 'url':
    case 'query':
      return isInQuery(place, reads);
    case 'body':
      return place.in === 'parameter' && reads !== 'query';
    case 'timestamp':
      return timestamp !== null && isSamePlace(timestamp.place, place, reads);
    case 'secret':
    case 'text':
      return false;
  }
}

function isSamePlace(one: CustomPlace, other: CustomPlace, reads: Reads): boolean {
  return one.name === other.name && (one.in === other.in || (isInQuery(one, reads) && isInQuery(other, reads)));
}

/** Every parameter that the definition speaks of, but the signature. */
export function namesOf({ fields, timestamp, signature, reads }: CustomDefinition): string[] {
  const signed = partsOf(signature).flatMap((part) => ('of' in part ? part.of : []));
  const time = timestamp && isParameter(timestamp.place, reads) ? [timestamp.place.name] : [];
  const said = Object.values(fields).filter((name) => name !== null);
  return [...new Set([...said, ...time, ...signed])];
}
