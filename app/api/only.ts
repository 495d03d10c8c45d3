/** Doors that know one method say so: 405 with `Allow`, for every other one. Next by itself would not name what is allowed. */
import { problem } from '@/lib/foundation/route';
import { refuse } from '@/lib/rules/refusal';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `export const { POST, PUT, PATCH, DELETE } = only('GET')`. GET brings HEAD with it. */
export function only(...allowed: Method[]): Record<Method, () => Promise<Response>> {
  const names = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  const Allow = [...names, 'OPTIONS'].join(', ');
  const answer = async () =>
    problem(refuse('method-not-allowed', `This address answers ${allowed.join(' and ')} only.`), { Allow });
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}
