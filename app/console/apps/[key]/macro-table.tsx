/** Every macro of the dialect: what it holds, what would stand there. Where scripts run, a press inserts it. */
import { getTranslations } from 'next-intl/server';
import { InsertMacro } from '@/components/console/macro-field';
import type { DescribedMacro } from '@/lib/dialects/example-event';

export async function MacroTable({ macros }: { macros: readonly DescribedMacro[] }) {
  const t = await getTranslations('console.app.address');
  const columns = [t('macro'), t('means'), t('example')];
  return (
    <details open={macros.length <= 12} className="min-w-0 rounded-box border border-line">
      <summary className="px-3 py-1.5 font-medium">{t('macroList', { count: macros.length })}</summary>
      <section
        aria-label={t('macros')}
        className="relative max-h-80 overflow-auto border-t border-line"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <table className="w-full border-collapse text-start">
          <thead>
            <tr className="border-b border-line text-quiet">
              {columns.map((column) => (
                <th key={column} scope="col" className="px-3 py-1 text-start font-medium">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {macros.map(({ written, means, isMandatory, example }) => (
              <tr key={written} className="border-b border-line last:border-0">
                <td className="px-3 py-0.5 align-top">
                  <InsertMacro written={written} label={t('insert', { macro: written })} />
                </td>
                <td className="px-3 py-1 align-top">
                  <bdi lang="en">{means}</bdi>
                  {isMandatory && <span className="ms-1.5 font-medium text-wait">{t('mandatory')}</span>}
                </td>
                <td dir="ltr" className="px-3 py-1 align-top font-mono text-xs/5 break-all text-quiet">
                  {example.length > 48 ? `${example.slice(0, 48)}…` : example}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
