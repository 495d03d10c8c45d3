/** Everything that can be set, with a line on what each part is for. Only what the agent's role may look into is listed. */
import { getTranslations } from 'next-intl/server';
import { Frame } from '@/app/console/frame';
import { requireAgent } from '@/app/console/signed-in';
import { sectionsFor } from '@/components/console/settings-rail';

export default async function SettingsPage() {
  const { agent, now } = await requireAgent('tickets:read');
  const t = await getTranslations('console.settings');
  return (
    <Frame agent={agent} now={now} place="settings">
      <h1 className="mb-3 text-lg font-semibold">{t('title')}</h1>
      <ul className="grid grid-cols-1 gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {sectionsFor(agent.role).map((name) => (
          <li key={name}>
            <a
              href={`/console/settings/${name}`}
              className="grid h-full content-start gap-0.5 rounded-box border border-line bg-raised p-3 hover:border-edge"
            >
              <span className="font-medium">{t(`section.${name}`)}</span>
              <span className="text-quiet">{t(`about.${name}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
