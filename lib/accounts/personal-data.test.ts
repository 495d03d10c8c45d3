/** The data map says of every column that can hold words what becomes of it: a new one fails here until somebody does. */
import { expect, test } from 'vitest';
import { freshDatabase } from '@/e2e/support/database';
import { columnTypes } from '@/e2e/support/person-everywhere';
import { namedColumns, PERSONAL_DATA, personalTables } from '@/lib/accounts/personal-data';
import english from '@/messages/console.en.json' with { type: 'json' };
import spanish from '@/messages/console.es.json' with { type: 'json' };

await freshDatabase();

test('every column that can hold words stands in the data map once, and none that is not there', async () => {
  const named = Object.entries(PERSONAL_DATA).flatMap(([name, table]) =>
    namedColumns(table).map((column) => `${name}.${column}`),
  );
  expect(named.toSorted()).toEqual([...(await columnTypes()).keys()].toSorted());
  expect(new Set(named).size).toBe(named.length);
});

test('each table with something of a person has a name that an admin understands, in both languages', () => {
  const names = personalTables()
    .map(([name]) => name)
    .filter((name) => name !== 'erasure')
    .toSorted();
  for (const messages of [english, spanish]) {
    expect(Object.keys(messages.console.settings.people.table).toSorted()).toEqual(names);
  }
});
