/** How games name their players: opaque text, kept as it is. */

/** A placeholder that nobody filled in would merge thousands of players into one user. */
export function isUserId(user: string): boolean {
  if (user.length < 1 || user.length > 128 || !user.isWellFormed() || /\p{Cc}/u.test(user)) return false;
  return !/^(null|undefined|nan|0|\s*|\[.*\]|\{.*\}|\$\{.*\}|%.*%|<.*>)$/i.test(user);
}
