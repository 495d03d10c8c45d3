/** Pictures that came with a form: kept one after the other, so that one request never decodes five at once. */
import { isRefusal, type Refusal } from '@/lib/rules/refusal';
import { type ScreenshotUpload, storeScreenshot } from '@/lib/tickets/screenshots';

/** The first refusal ends it; pictures before it stay. */
export async function keepPictures(
  files: readonly File[],
  owner: Pick<ScreenshotUpload, 'userId' | 'target'>,
): Promise<number | Refusal> {
  for (const file of files) {
    const kept = await storeScreenshot({ ...owner, name: file.name, bytes: Buffer.from(await file.arrayBuffer()) });
    if (isRefusal(kept)) return kept;
  }
  return files.length;
}
