/** `{click_id}` and the other macros of an offer's tracking link, percent-encoded; an unknown macro stays as it is. */
export function fillTrackingLink(template: string, macros: Readonly<Record<string, string>>): string {
  return template.replace(/\{([a-z_]+)\}/g, (macro, name: string) => {
    const value = Object.hasOwn(macros, name) ? macros[name] : undefined;
    return value === undefined ? macro : encodeURIComponent(value);
  });
}
