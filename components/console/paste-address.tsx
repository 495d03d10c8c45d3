/** An address to paste, one parameter a line: what is ours, what the network fills in, and where the secret goes. */
import { Fragment } from 'react';
import { SECRET_PLACE } from '@/lib/dialects/dialect';

type PasteAddressProps = { address: string; label: string; secret: string; macro: string };

export function PasteAddress({ address, label, secret, macro }: PasteAddressProps) {
  const [door = '', query = ''] = divide(address, '?');
  const pairs = query === '' ? [] : query.split('&');
  return (
    <section
      dir="ltr"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-chip wrap-anywhere border border-line bg-surface p-2 font-mono text-xs/5"
    >
      {door}
      {pairs.map((pair, at) => (
        <Fragment key={pair}>
          <wbr />
          <span className="text-quiet">{at === 0 ? '?' : '&'}</span>
          <Pair pair={pair} secret={secret} macro={macro} />
        </Fragment>
      ))}
    </section>
  );
}

function Pair({ pair, secret, macro }: { pair: string } & Pick<PasteAddressProps, 'secret' | 'macro'>) {
  const [name, value = ''] = divide(pair, '=');
  const isSecret = value.includes(SECRET_PLACE);
  const filledIn = /[{}[\]#%<>]/.test(value);
  return (
    <span className="wrap-anywhere">
      {name}=
      <span
        title={isSecret ? secret : filledIn ? macro : undefined}
        className={
          isSecret ? 'rounded-chip bg-wait-fill px-1 whitespace-nowrap text-wait' : filledIn ? 'text-accent' : undefined
        }
      >
        {value}
      </span>
    </span>
  );
}

function divide(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
