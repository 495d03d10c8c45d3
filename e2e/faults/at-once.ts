/** Works through a list, so many at once; the list may be endless and end when it likes. */
export async function atOnce<Item>(width: number, items: Iterable<Item>, work: (item: Item) => Promise<unknown>) {
  const waiting = items[Symbol.iterator]();
  const one = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, one));
}
