/**
 * What an OpenID Connect provider says about how somebody proved who they are (`amr`, RFC 8176): is a second factor among it?
 * A list that we cannot read, or that names one factor only, counts as none, and the code is asked for here.
 */
const KNOWN = ['pwd', 'pin', 'kba'];
const HAD = ['otp', 'hwk', 'swk', 'sms', 'tel', 'sc'];
const BEEN = ['face', 'fpt', 'iris', 'retina', 'vbm'];

export function namesSecondFactor(amr: unknown): boolean {
  if (!Array.isArray(amr)) return false;
  if (amr.includes('mfa')) return true;
  const kinds = [KNOWN, HAD, BEEN].filter((kind) => kind.some((method) => amr.includes(method)));
  return kinds.length >= 2;
}
