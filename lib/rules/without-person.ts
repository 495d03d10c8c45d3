/**
 * What a user wrote, for the eyes of an advertiser: proof of the claim, never who the user is. Addresses and the name that the
 * game knows them by are taken out.
 */
const HIDDEN = '…';
const ADDRESS = /[^\s<>()[\]{},;:"']{1,64}@[^\s<>()[\]{},;:"']{1,255}/gu;

/** `names`: what must not be told, wherever it stands in the text; names too short to be one are left. */
export function withoutPerson(text: string, names: readonly string[]): string {
  const told = names.filter((name) => name.length >= SHORTEST_NAME);
  return told.reduce((kept, name) => kept.replaceAll(name, HIDDEN), text.replace(ADDRESS, HIDDEN));
}

/** A shorter one stands by chance in many words. */
const SHORTEST_NAME = 4;
