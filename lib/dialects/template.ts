/** Publishers' URL templates: placeholders in square brackets, checked when they are saved, filled when we call. */
import type { Dialect } from './dialect';

export type TemplateFault = { message: string; position: number };

/**
 * What is wrong with a template, and where it stands. An unknown placeholder would reach the publisher as it is; one in
 * the host would let a user's id choose whom we call.
 */
export function checkTemplate({ rewards }: Dialect, template: string): TemplateFault | null {
  if (!rewards) return { message: 'This dialect does not tell publishers about rewards.', position: 0 };
  const unprintable = template.search(/[^\x21-\x7e]/);
  if (unprintable >= 0) return { message: 'Only printable ASCII may stand in an address.', position: unprintable };
  const origin = /^https?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[^/?#[\]@\\]+)(?::\d+)?(?=[/?]|$)/.exec(template)?.[0];
  if (origin === undefined)
    return { message: 'An address starts with http:// or https:// and a plain host name.', position: 0 };
  const fragment = template.indexOf('#');
  if (fragment >= 0) return { message: 'What stands after # is never sent.', position: fragment };
  return findUnknown(template, origin.length, rewards.macros) ?? findMissing(template, rewards.mandatoryMacros);
}

function findUnknown(template: string, start: number, known: readonly string[]): TemplateFault | null {
  for (const { 0: found, index } of template.slice(start).matchAll(/\[[^[\]]*\]|[[\]]/g)) {
    if (known.includes(found.slice(1, -1)) && found.length > 2) continue;
    return { message: `${found} is not a placeholder of this dialect.`, position: start + index };
  }
  return null;
}

function findMissing(template: string, mandatory: readonly string[]): TemplateFault | null {
  const missing = mandatory.find((macro) => !template.includes(`[${macro}]`));
  return missing === undefined
    ? null
    : { message: `[${missing}] must stand in the address.`, position: template.length };
}

/** Every placeholder that `values` knows, percent-encoded; what it does not know stays as it stands. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\[([A-Z_]+)\]/g, (found, macro: string) => {
    const value = Object.hasOwn(values, macro) ? values[macro] : undefined;
    return value === undefined ? found : encodeValue(value);
  });
}

/** RFC 3986: only letters, digits and - . _ ~ stay. */
export function encodeValue(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** As PHP's http_build_query writes a value: a space is `+`, and of the rest only letters, digits and - . _ stay. */
export function encodeAsPhp(value: string): string {
  return encodeValue(value).replaceAll('%20', '+').replaceAll('~', '%7E');
}

export function appendParameters(url: string, parameters: readonly (readonly [string, string])[]): string {
  return parameters.reduce((longer, [name, value]) => {
    const joint = !longer.includes('?') ? '?' : /[?&]$/.test(longer) ? '' : '&';
    return `${longer}${joint}${encodeValue(name)}=${encodeValue(value)}`;
  }, url);
}
