'use client';
/** The pictures of one draft: uploaded one after the other, removed with the file kept in hand for undo. */
import { useEffect, useRef, useState } from 'react';
import { removePicture, type UploadProblem, uploadPicture } from '@/components/tickets/form/upload';

export type Picture = {
  key: string;
  id: string | null;
  name: string;
  /** Where the preview comes from. */
  source: string;
  file: File | null;
  state: 'stored' | 'uploading' | 'failed' | 'removed';
  percent: number;
  problem: UploadProblem | null;
};

export function usePictures(click: string, stored: { id: string; name: string }[]) {
  const [pictures, setPictures] = useState<Picture[]>(() => stored.map(fromDraft));
  const [live, setLive] = useState(false);
  const queue = useRef(Promise.resolve());
  const made = useRef(0);
  useEffect(() => setLive(true), []);

  const change = (key: string, news: Partial<Picture>) =>
    setPictures((all) => all.map((picture) => (picture.key === key ? { ...picture, ...news } : picture)));

  function upload({ key, file }: Picture) {
    change(key, { state: 'uploading', percent: 0, problem: null });
    queue.current = queue.current.then(async () => {
      const result = await uploadPicture(click, file!, (percent) => change(key, { percent }));
      const failed = 'problem' in result;
      change(key, failed ? { state: 'failed', problem: result.problem } : { state: 'stored', id: result.id });
    });
  }

  function add(files: File[]) {
    const added = files.map((file): Picture => {
      made.current += 1;
      const source = URL.createObjectURL(file);
      return {
        key: `new-${made.current}`,
        id: null,
        name: file.name,
        source,
        file,
        state: 'uploading',
        percent: 0,
        problem: null,
      };
    });
    setPictures((all) => [...all, ...added]);
    for (const picture of added) upload(picture);
  }

  async function remove(picture: Picture) {
    if (picture.state === 'failed') return setPictures((all) => all.filter(({ key }) => key !== picture.key));
    const file = picture.file ?? (await fetchFile(picture));
    if (await removePicture(picture.id!))
      change(picture.key, { state: 'removed', id: null, file, ...(file && { source: URL.createObjectURL(file) }) });
  }

  return { pictures, live, add, remove, again: upload };
}

function fromDraft({ id, name }: { id: string; name: string }): Picture {
  return {
    key: id,
    id,
    name,
    source: `/api/wall/screenshots/${id}`,
    file: null,
    state: 'stored',
    percent: 100,
    problem: null,
  };
}

/** A picture of an earlier visit, fetched before it is removed, so that it can come back. */
async function fetchFile({ source, name }: Picture): Promise<File | null> {
  try {
    const blob = await (await fetch(source)).blob();
    return new File([blob], name, { type: blob.type });
  } catch {
    return null;
  }
}
