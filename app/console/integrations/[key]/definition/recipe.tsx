/** How they sign: the algorithm, the parts in their order, what stands between them, and where the signature stands. */
import { useTranslations } from 'next-intl';
import {
  ChoiceField,
  type FormState,
  PlaceFields,
  type PlaceLabels,
  TextField,
} from '@/app/console/integrations/[key]/definition/form-field';
import { PartList } from '@/app/console/integrations/[key]/definition/part-list';
import { Pane, Part } from '@/components/console/pane';

const same = (words: readonly string[]) => words.map((word) => [word, word] as const);
const ALGORITHMS = [
  ['sha256', 'SHA-256'],
  ['sha1', 'SHA-1'],
  ['sha512', 'SHA-512'],
  ['md5', 'MD5'],
] as const;

export function Recipe({ state }: { state: FormState }) {
  const t = useTranslations('console.integration.definition');
  const kinds = (['hmac', 'hash', 'token', 'none'] as const).map((kind) => [kind, t(`kind.${kind}`)] as const);
  const { kind = 'none' } = state.fields;
  const places: PlaceLabels = {
    in: t('placeIn'),
    name: t('placeName'),
    prefix: t('placePrefix'),
    places: (['query', 'parameter', 'header'] as const).map((place) => [place, t(`place.${place}`)] as const),
  };
  return (
    <Pane id="recipe" title={t('recipe')}>
      <div className="grid items-end gap-3 sm:grid-cols-2">
        <ChoiceField state={state} name="kind" label={t('kindLabel')} options={kinds} />
        <div hidden={!isDigest(kind)}>
          <ChoiceField state={state} name="algorithm" label={t('algorithm')} options={ALGORITHMS} />
        </div>
      </div>
      <div hidden={!isDigest(kind)} className={isDigest(kind) ? 'grid gap-3' : undefined}>
        <PartList state={state} />
        <div className="grid items-end gap-3 sm:grid-cols-2">
          <TextField state={state} name="separator" label={t('separator')} hint={t('separatorHint')} maxLength={16} />
          <ChoiceField
            state={state}
            name="encoding"
            label={t('encoding')}
            options={same(['hex', 'hex-upper', 'base64', 'base64url'])}
          />
        </div>
      </div>
      <div hidden={kind === 'none'}>
        <Part title={t(kind === 'token' ? 'tokenPlace' : 'signaturePlace')}>
          <PlaceFields state={state} prefix="proof" labels={places} />
        </Part>
      </div>
      <Part title={t('timestamp')}>
        <p className="mb-1 text-quiet">{t('timestampHint')}</p>
        <PlaceFields state={state} prefix="time" labels={places} />
        <div className="grid items-end gap-3 sm:grid-cols-2">
          <ChoiceField
            state={state}
            name="timeUnit"
            label={t('timeUnit')}
            options={(['seconds', 'milliseconds'] as const).map((unit) => [unit, t(`unit.${unit}`)] as const)}
          />
          <TextField state={state} name="timeTolerance" label={t('timeTolerance')} inputMode="numeric" maxLength={9} />
        </div>
      </Part>
    </Pane>
  );
}

function isDigest(kind: string): boolean {
  return kind === 'hmac' || kind === 'hash';
}
