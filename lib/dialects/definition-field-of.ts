/** Where in the form of a custom dialect (definition-form.ts) a fault of its definition is shown. */

const FIELD_OF: readonly [path: RegExp, field: string][] = [
  [/^fields\.(\w+)$/, '$1'],
  [/^states.*$/, 'states'],
  [/^negativeIsReversal$/, 'negative'],
  [/^test(\.name)?$/, 'testName'],
  [/^test\.value$/, 'testValue'],
  [/^timestamp\.unit$/, 'timeUnit'],
  [/^timestamp\.toleranceSeconds$/, 'timeTolerance'],
  [/^timestamp\.place\.in$/, 'timeIn'],
  [/^timestamp.*$/, 'timeName'],
  [/^signature\.parts\.(\d+)\.(?:of|text|join)$/, 'of.$1'],
  [/^signature\.parts\.(\d+).*$/, 'part.$1'],
  [/^signature\.parts$/, 'parts'],
  [/^signature\.place\.in$/, 'proofIn'],
  [/^signature\.place\.prefix$/, 'proofPrefix'],
  [/^signature\.place.*$/, 'proofName'],
  [/^signature\.(algorithm|separator|encoding|kind)$/, '$1'],
  [/^answer\.status$/, 'answerStatus'],
  [/^answer.*$/, 'answerBody'],
  [/^refusal\.status$/, 'refusalStatus'],
  [/^refusal.*$/, 'refusalBody'],
];

/** The field of the form that a fault's path belongs to; `kind` for one that belongs to none. */
export function fieldOf(path: string): string {
  const found = FIELD_OF.find(([pattern]) => pattern.test(path));
  return found ? path.replace(...found) : path === 'reads' ? 'reads' : 'kind';
}
