/**
 * Pages that end early. Next renders `notFound()` and `unauthorized()` with a script: without one the page stays empty. So
 * these go to an address whose answer is written by the server: the page for what is not there, and the door of the wall.
 */
import { redirect } from 'next/navigation';

/** Ends at 404, with words. */
export function nothingHere(): never {
  redirect('/nothing-here');
}

/** Ends at 403: the wall was opened without the game's link, or the session is over. */
export function noSession(): never {
  redirect('/wall');
}
