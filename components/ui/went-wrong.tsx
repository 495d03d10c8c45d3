'use client';
/** What a page shows when it broke. The texts stand here, not in messages/, because nothing else may be needed to show them. */
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { PlainPage } from '@/components/ui/plain-page';

const WORDS = {
  en: {
    title: 'Something went wrong on our side',
    body: 'Nothing that you sent before is lost. Please try again; if it keeps happening, come back in a few minutes.',
    again: 'Try again',
  },
  es: {
    title: 'Algo ha fallado por nuestra parte',
    body: 'No se ha perdido nada de lo que ya enviaste. Inténtalo otra vez; si sigue pasando, vuelve en unos minutos.',
    again: 'Intentar otra vez',
  },
};

export function WentWrong() {
  const [words, setWords] = useState(WORDS.en);
  useEffect(() => {
    if (document.documentElement.lang.startsWith('es')) setWords(WORDS.es);
  }, []);
  const again = (
    <Button type="button" look="primary" onClick={() => location.reload()}>
      {words.again}
    </Button>
  );
  return (
    <PlainPage title={words.title} actions={again}>
      {words.body}
    </PlainPage>
  );
}
