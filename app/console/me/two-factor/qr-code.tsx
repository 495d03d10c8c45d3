/** A text as a picture to scan, drawn on the server: one path, dark on white in every theme, or cameras do not find it. */
import { create } from 'qrcode';

const QUIET_ZONE = 4;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (bit, at) => (bit ? `M${at % size} ${Math.floor(at / size)}h1v1h-1z` : '')).join('');
  const side = size + 2 * QUIET_ZONE;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      className="size-48 rounded-box bg-white text-black"
      shapeRendering="crispEdges"
    >
      <path d={dark} fill="currentColor" />
    </svg>
  );
}
