/** `npm run build`: builds the web when a source changed since the last build. Two at once build once. */
import { buildIfStale } from './build-if-stale';

await buildIfStale();
