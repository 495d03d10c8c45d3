/** A request exactly as it goes out: method, address a parameter a line, headers, body. Every byte that counts can be seen. */
import { visible } from '@/components/console/bytes';

type RequestTextProps = {
  request: {
    method: string;
    url: string;
    headers: readonly (readonly [name: string, value: string])[];
    body: string | null;
  };
  label: string;
};

export function RequestText({ request: { method, url, headers, body }, label }: RequestTextProps) {
  const [address = '', ...pairs] = url.split(/(?=[?&])/);
  return (
    <section
      dir="ltr"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-chip border border-line bg-surface p-2 font-mono text-xs/5 wrap-anywhere whitespace-pre-wrap"
    >
      <span className="font-semibold">{method}</span> {visible(address)}
      {pairs.map((pair, at) => {
        const [name = '', value] = pair.slice(1).split(/=(.*)/s);
        return (
          <span key={`${at} ${name}`} className="block ps-4">
            <span className="text-quiet">{pair[0]}</span>
            {visible(name)}
            {value !== undefined && (
              <>
                <span className="text-quiet">=</span>
                <span className="text-accent">{visible(value)}</span>
              </>
            )}
          </span>
        );
      })}
      {headers.map(([name, value]) => (
        <span key={name} className="block">
          <span className="text-quiet">{name}: </span>
          {visible(value)}
        </span>
      ))}
      {body !== null && <span className="mt-2 block">{visible(body)}</span>}
    </section>
  );
}
