/**
 * Reads a posted form strictly: counted before it is parsed, few parts, no field twice (two readers could pick different
 * ones), no file where a text belongs. Values are otherwise untouched; the door's schema judges them.
 */
import { readBody } from '@/lib/foundation/route';
import { type Refusal, refuse } from '@/lib/rules/refusal';

export const FORM_LIMIT = 64 * 1024;
/** Five pictures of 8 MB and the texts. */
export const FORM_WITH_PICTURES_LIMIT = 45 * 1024 * 1024;
const MAX_PARTS = 40;
const MAX_FIELD_NAME = 140;

export type PostedForm = {
  /** Fields that can be given once; a missing one is an empty text. */
  text: (name: string) => string;
  /** Fields that can be given several times. */
  texts: (name: string) => string[];
  /** `answers[level]=10` → `{ level: '10' }`. */
  group: (name: string) => Record<string, string>;
  files: File[];
  /** Every text by its name, for forms whose fields are many. */
  all: () => Record<string, string>;
};

/** `several`: names that may be repeated. `files`: the one name under which files may come. `most`: how many parts. */
export async function readForm(
  request: Request,
  {
    several = [],
    files,
    limit = FORM_LIMIT,
    most = MAX_PARTS,
  }: { several?: string[]; files?: string; limit?: number; most?: number } = {},
): Promise<PostedForm | Refusal> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^(multipart\/form-data; *boundary=|application\/x-www-form-urlencoded)/i.test(type)) {
    return refuse('unsupported-type', 'Please send a form.');
  }
  const body = await readBody(request, limit);
  if (body === null) return refuse('too-large', 'This is too large.');
  if (countParts(body, type, most) > most) return refuse('malformed', 'The form has too many fields.');
  const parsed = await parse(body, type);
  return parsed ? checked(parsed, several, files) : refuse('malformed', 'The form could not be read.');
}

/** Before parsing, so that fifty thousand tiny parts cost nothing. */
function countParts(body: Buffer, type: string, most: number): number {
  const boundary = /boundary="?([^";]{1,200})/i.exec(type)?.[1];
  const separator = boundary ? `--${boundary}` : '&';
  let count = 0;
  for (let at = body.indexOf(separator); at >= 0 && count <= most + 1; at = body.indexOf(separator, at + 1)) count += 1;
  // The last boundary closes; the last field of the other kind is followed by no separator.
  return boundary ? count - 1 : count + 1;
}

async function parse(body: Buffer, type: string): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    return null;
  }
}

function checked(form: FormData, several: string[], fileField: string | undefined): PostedForm | Refusal {
  for (const [name, value] of form) {
    const isFile = typeof value !== 'string';
    const noFile = name === fileField && value === '';
    if (name.length > MAX_FIELD_NAME || (isFile !== (name === fileField) && !noFile)) {
      return refuse('malformed', 'A field of the form is not of its kind.', {
        fields: { [name.slice(0, 40)]: 'kind' },
      });
    }
    if (`${name}${isFile ? '' : value}`.includes('\0')) {
      return refuse('malformed', 'There is a character in the form that cannot be stored.', {
        fields: { [name]: 'characters' },
      });
    }
    if (!isFile && !several.includes(name) && form.getAll(name).length > 1) {
      return refuse('malformed', 'A field of the form is given twice.', { fields: { [name]: 'twice' } });
    }
  }
  const texts = (name: string) => form.getAll(name).filter((value) => typeof value === 'string');
  const all = () =>
    Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  return {
    all,
    text: (name) => texts(name)[0] ?? '',
    texts,
    group: (name) => group(form, name),
    // A file field that was left empty is sent as one nameless file of no bytes.
    files: form.getAll(fileField ?? '').filter((value): value is File => typeof value !== 'string' && value.size > 0),
  };
}

function group(form: FormData, name: string): Record<string, string> {
  const found: [string, string][] = [];
  for (const [field, value] of form) {
    if (field.startsWith(`${name}[`) && field.endsWith(']'))
      found.push([field.slice(name.length + 1, -1), String(value)]);
  }
  return Object.fromEntries(found);
}
