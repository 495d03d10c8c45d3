/** What a source with a custom dialect would send: every parameter of the definition in its place, then the signature in its. */
import type { CustomDefinition, CustomPlace } from './custom-definition';
import { partsOf } from './custom-parts';
import type { Confirms, SampleContent, SampleRequest } from './dialect';
import { toPostbackRequest, wordFor } from './sample';
import { appendParameters, encodeValue } from './template';

type Texts = ReadonlyMap<string, string>;
/** What goes into the place the definition names, into the query, and into headers. */
type Content = { parameters: Texts; query: Texts; headers: Texts };

const AS_IT_COMES = { statusMap: {}, eventMap: {}, requireSignature: true };

export function customSample(definition: CustomDefinition, verify: Confirms['verify']): Confirms['sample'] {
  return (what, secret, door, at) => {
    const parameters = parametersOf(definition, what);
    if (!parameters) return null;
    const content = putTimestamp(definition, { parameters, query: new Map(), headers: new Map() }, at);
    const { signature } = definition;
    if (signature.kind === 'none') return write(definition, content, door);
    if (signature.kind === 'token') return write(definition, put(content, signature.place, secret), door);
    const unsigned = toPostbackRequest(write(definition, content, door));
    const check = verify(unsigned, { current: secret, previous: null }, at, AS_IT_COMES);
    if ('refused' in check) return null;
    const expected = signature.encoding === 'hex-upper' ? check.expected.toUpperCase() : check.expected;
    return write(definition, put(content, signature.place, expected), door);
  };
}

/** Null where the definition has no words for it. */
function parametersOf(definition: CustomDefinition, what: SampleContent): Texts | null {
  const { fields, states, negativeIsReversal, signature } = definition;
  const word = fields.status ? wordFor(states, what.state) : null;
  const isNegative = what.state === 'RECONCILED' && word === null && negativeIsReversal;
  if (what.state !== 'COMPLETED' && word === null && !isNegative) return null;
  const payout = isNegative ? `-${what.payoutUsd ?? '1.50'}` : what.payoutUsd;
  const said: [string | null, string | null][] = [
    ...partsOf(signature).map((part): [string | null, string] => ['of' in part ? part.of : null, 'sample']),
    [fields.task, what.taskKey],
    [fields.payout, payout],
    [fields.reason, what.reason],
    [fields.status, word ?? wordFor(states, 'COMPLETED')],
    [fields.transaction, what.transaction],
    [fields.clickId, what.clickId],
  ];
  return new Map(said.flatMap(([name, text]): [string, string][] => (name === null ? [] : [[name, text ?? '']])));
}

function putTimestamp({ timestamp }: CustomDefinition, content: Content, at: Date): Content {
  if (!timestamp) return content;
  const milliseconds = at.getTime();
  const text = timestamp.unit === 'milliseconds' ? milliseconds : Math.floor(milliseconds / 1000);
  return put(content, timestamp.place, text.toString());
}

function put(content: Content, place: CustomPlace, text: string): Content {
  switch (place.in) {
    case 'parameter':
      return { ...content, parameters: new Map([...content.parameters, [place.name, text]]) };
    case 'query':
      return { ...content, query: new Map([...content.query, [place.name, text]]) };
    case 'header':
      return { ...content, headers: new Map([...content.headers, [place.name, `${place.prefix}${text}`]]) };
  }
}

/** The signature comes last wherever it stands, because it was put there last. */
function write({ reads }: CustomDefinition, { parameters, query, headers }: Content, door: string): SampleRequest {
  const inQuery = [...(reads === 'query' ? parameters : []), ...query];
  const url = appendParameters(door, inQuery);
  if (reads === 'query') return { method: 'GET', url, headers: Object.fromEntries(headers), body: null };
  const isForm = reads === 'form';
  const contentType = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  const body = isForm ? toForm(parameters) : JSON.stringify(toTree(parameters));
  return { method: 'POST', url, headers: { 'content-type': contentType, ...Object.fromEntries(headers) }, body };
}

function toForm(parameters: Texts): string {
  return [...parameters].map(([name, text]) => `${name}=${encodeValue(text)}`).join('&');
}

type Tree = { [name: string]: string | Tree };

/** `data.user.id` stands in objects within objects. */
function toTree(parameters: Texts): Tree {
  const tree: Tree = {};
  for (const [path, text] of parameters) {
    const names = path.split('.');
    const last = names.pop()!;
    let inner = tree;
    for (const name of names) {
      const next = inner[name];
      inner = inner[name] = typeof next === 'object' ? next : {};
    }
    inner[last] = text;
  }
  return tree;
}
