/** What stands in a table under a name that a stranger chose, and never what every object inherits (`constructor`, `__proto__`). */
export function entryOf<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
