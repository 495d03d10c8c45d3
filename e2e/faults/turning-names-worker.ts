/**
 * A worker in a world where one name keeps changing: `turns.example` is harmless at first, then for a while it is the address
 * at which clouds hand out their keys, then harmless again. What resolves names is replaced before anything of ours loads.
 */
import dns from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { onWhistle } from './whistle';

const MEANS = ['127.0.0.1', '169.254.169.254', '169.254.169.254', '169.254.169.254'];
const resolve = dns.lookup;
let asked = 0;
dns.lookup = (async (name: string, options: object) => {
  if (name !== 'turns.example') return resolve(name, options);
  const address = MEANS[asked] ?? '127.0.0.1';
  asked += 1;
  return [{ address, family: 4 }];
}) as typeof dns.lookup;
syncBuiltinESMExports();
await import('@/lib/jobs/worker');

onWhistle(() => import('../../bin/worker'));
