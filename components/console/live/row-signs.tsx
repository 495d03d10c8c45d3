/** Places in a line of a list that live-list.tsx fills: that the ticket has changed since, and who is at it. */
export function RowSigns({ number }: { number: string }) {
  return (
    <>
      <span data-news={number} className="ms-2 text-xs font-medium text-info empty:hidden" />
      <span data-presence={number} className="ms-2 text-xs text-wait empty:hidden" />
    </>
  );
}
