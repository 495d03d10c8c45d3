/** One worker's turn on a lane, in a process of its own: to be run twice at once, or killed. `deliver-lane.ts <appId>` */
import { closeDatabase } from '@/lib/foundation/db';
import { deliverCallbacks } from '@/lib/outbox/deliver-callbacks';

console.log(JSON.stringify(await deliverCallbacks(process.argv[2]!)));
await closeDatabase();
