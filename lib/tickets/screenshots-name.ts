/**
 * The name under which a screenshot is shown. What came with the upload is a label, never a path: only its last part is
 * kept, in plain characters, and the extension is that of the picture we made, not the one that was claimed.
 */
const LONGEST = 100;
/** Names that Windows takes for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

export function displayName(given: string, extension: string): string {
  const stem = plainStem(given.normalize('NFC'))
    .slice(0, LONGEST - extension.length - 1)
    .trim();
  const named = DEVICE.test(stem) ? `_${stem}` : stem;
  return `${named || 'screenshot'}.${extension}`;
}

function plainStem(given: string): string {
  const lastPart = given.split(/[/\\]/).at(-1)!;
  const withoutExtension = lastPart.replace(/\.[^.]*$/, '');
  return withoutExtension
    .replace(/[^\w .-]/g, '')
    .replace(/ {2,}/g, ' ')
    .replace(/^[ .-]+|[ .]+$/g, '');
}
