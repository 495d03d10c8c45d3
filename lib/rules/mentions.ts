/** `@name`, `@first-name` or `@address` in a note → the colleagues who are meant. Pure. */

export type Mentionable = { id: string; name: string; email: string };

const AT = /(?<![\p{L}\p{N}._%+-])@/gu;

/** At every `@` the longest name that fits counts; a first name only while one colleague alone has it. In order, each once. */
export function mentionsIn(text: string, agents: readonly Mentionable[]): string[] {
  const names = namesOf(agents);
  const lower = text.toLowerCase();
  const found = [...lower.matchAll(AT)].flatMap(({ index }) => {
    const rest = lower.slice(index + 1);
    const name = names.find(
      ([written]) => rest.startsWith(written) && !/^[\p{L}\p{N}]/u.test(rest.slice(written.length)),
    );
    return name ? [name[1]] : [];
  });
  return [...new Set(found)];
}

/** The longest first. */
function namesOf(agents: readonly Mentionable[]): [written: string, id: string][] {
  const firsts = agents.map(({ name, id }): [string, string] => [name.split(/\s+/)[0]!.toLowerCase(), id]);
  const alone = firsts.filter(([first]) => firsts.filter(([other]) => other === first).length === 1);
  const whole = agents.flatMap(({ id, name, email }): [string, string][] => [
    [name.toLowerCase(), id],
    [email.toLowerCase(), id],
  ]);
  return [...whole, ...alone].filter(([written]) => written !== '').sort(([a], [b]) => b.length - a.length);
}
