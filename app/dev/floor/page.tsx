/**
 * An almost empty page of the same build: what any page of this kind costs. `npm run bench -- wall` measures the wall against
 * it (05). Like all of /dev it exists only while the built-in mail sink is in use.
 */
export const metadata = { title: 'Floor' };

export default function Floor() {
  return (
    <main>
      <h1>Floor</h1>
      <p>There is nothing here, and it is measured how long that takes.</p>
    </main>
  );
}
