/**
 * What is wrong with a publisher's address, looked for when it is saved and not at the first reward that goes astray. An
 * unknown macro would reach the publisher as it is; one in the host would let a user's id choose whom we call; a signature
 * in the wrong place would never verify.
 */
import type { Dialect } from './dialect';
import type { CallbackOptions, Rewards } from './rewards';
import { readPairs, writeMacro } from './template';

/** `position` counts characters from 0; the end of the template when something is missing. */
export type TemplateFault = { message: string; position: number };

/** The first fault in reading order of the checks; null when rewards can be reported like this. */
export function checkTemplate(
  { rewards }: Dialect,
  template: string,
  options: CallbackOptions = {},
): TemplateFault | null {
  if (!rewards) return { message: 'This dialect does not tell publishers about rewards.', position: 0 };
  return (
    findBadAddress(template) ??
    findUnknown(template, rewards) ??
    findMissing(template, rewards, options) ??
    findOwn(template, rewards, options) ??
    findMisplacedProof(template, rewards) ??
    findTwice(template)
  );
}

const ORIGIN = /^https?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[^/?#[\]{}@\\]+)(?::\d+)?(?=[/?]|$)/;

function findBadAddress(template: string): TemplateFault | null {
  const unprintable = template.search(/[^\x21-\x7e]/);
  if (unprintable >= 0) return { message: 'Only printable ASCII may stand in an address.', position: unprintable };
  if (!ORIGIN.test(template)) {
    const host = /^https?:\/\/[^/?#]*?([[{])(?![0-9A-Fa-f:.]*\])/.exec(template);
    if (host) return { message: 'No macro may stand in the host.', position: host[0].length - 1 };
    return { message: 'An address starts with http:// or https:// and a plain host name.', position: 0 };
  }
  const fragment = template.indexOf('#');
  return fragment < 0 ? null : { message: 'What stands after # is never sent.', position: fragment };
}

function findUnknown(template: string, { macros, brackets }: Rewards): TemplateFault | null {
  const known = new Set(macros.map(({ name }) => writeMacro(name, brackets)));
  const start = ORIGIN.exec(template)![0].length;
  for (const { 0: found, index } of template.slice(start).matchAll(/\[[^[\]{}]*\]|\{[^[\]{}]*\}|[[\]{}]/g)) {
    if (!known.has(found)) return { message: `${found} is not a macro of this dialect.`, position: start + index };
  }
  return null;
}

function findMissing(template: string, rewards: Rewards, { stateful }: CallbackOptions): TemplateFault | null {
  const { mandatoryMacros, macros, brackets, stateMacro } = rewards;
  const isThere = (macro: string) => template.includes(writeMacro(macro, brackets));
  const needed = [...mandatoryMacros, ...(stateMacro && stateful ? [stateMacro] : [])];
  const missing = needed.find(
    (macro) => !isThere(macro) && !macros.some(({ name, standsFor }) => standsFor === macro && isThere(name)),
  );
  if (missing === undefined) return null;
  return { message: `${writeMacro(missing, brackets)} must stand in the address.`, position: template.length };
}

/** Parameters that we write ourselves; one that a template or a static parameter holds as well would come twice. */
function findOwn(template: string, rewards: Rewards, { custom = {} }: CallbackOptions): TemplateFault | null {
  const { addedParameters, proof, customPrefix, brackets } = rewards;
  const own = new Map(addedParameters.map(({ name, macro }) => [name, macro]));
  if (proof?.in === 'parameter') own.set(proof.name, proof.macro);
  const added = customPrefix === null ? [] : Object.keys(custom).map((name) => `${customPrefix}${name}`);
  const taken = added.find((name) => own.has(name));
  if (taken !== undefined)
    return { message: `"${taken}" is added by itself and cannot be a static parameter.`, position: template.length };
  for (const name of added) own.set(name, null);
  for (const { name, value, position } of readPairs(template)) {
    const macro = own.get(name);
    if (macro === undefined || (macro !== null && value === writeMacro(macro, brackets))) continue;
    return { message: `"${name}" is added by itself and may not stand in the address.`, position };
  }
  return null;
}

function findMisplacedProof(template: string, { proof, brackets }: Rewards): TemplateFault | null {
  if (proof?.in !== 'parameter' || proof.macro === null) return null;
  const written = writeMacro(proof.macro, brackets);
  const position = template.indexOf(written);
  if (position < 0) return null;
  const query = template.indexOf('?');
  if (query < 0 || position < query) return { message: `${written} belongs into a parameter.`, position };
  if (!proof.mustBeLast || new RegExp(`[?&]${proof.name}=$`).test(template.slice(0, template.length - written.length)))
    return null;
  return { message: `${proof.name}=${written} must be the last parameter: nothing behind it is signed.`, position };
}

function findTwice(template: string): TemplateFault | null {
  const seen = new Set<string>();
  for (const { name, position } of readPairs(template)) {
    if (seen.has(name)) return { message: `"${name}" stands in the address twice.`, position };
    seen.add(name);
  }
  return null;
}
