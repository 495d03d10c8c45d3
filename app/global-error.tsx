'use client';
/** When even the layout broke: brings its own document. */
import { WentWrong } from '@/components/ui/went-wrong';
import './globals.css';

export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <WentWrong />
      </body>
    </html>
  );
}
