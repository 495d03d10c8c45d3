/** Sends one picture and tells how far it is. */
export type UploadProblem = 'tooLarge' | 'wrongType' | 'tooMany' | 'offline';
export type Uploaded = { id: string } | { problem: UploadProblem };

export const MAX_BYTES = 8 * 1024 * 1024;
export const ACCEPTED = ['image/png', 'image/jpeg', 'image/webp'];

const PROBLEMS: Record<number, UploadProblem> = { 400: 'wrongType', 409: 'tooMany', 413: 'tooLarge', 415: 'wrongType' };

export function uploadPicture(click: string, file: File, onProgress: (percent: number) => void): Promise<Uploaded> {
  if (file.size > MAX_BYTES) return Promise.resolve({ problem: 'tooLarge' });
  if (!ACCEPTED.includes(file.type)) return Promise.resolve({ problem: 'wrongType' });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/wall/screenshots');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.round((loaded / total) * 100));
    request.onload = () =>
      resolve(
        request.status === 201 ? { id: request.response.id } : { problem: PROBLEMS[request.status] ?? 'offline' },
      );
    request.onerror = () => resolve({ problem: 'offline' });
    const body = new FormData();
    body.set('click', click);
    body.set('screenshots', file);
    request.send(body);
  });
}

export async function removePicture(id: string): Promise<boolean> {
  try {
    return (await fetch(`/api/wall/screenshots/${id}`, { method: 'DELETE' })).ok;
  } catch {
    return false;
  }
}
