/** What a row of bad input is made from, whatever the network: its place in the request, and what the network itself would send. */
import type { Confirms, SampleContent, SampleRequest } from '@/lib/dialects/dialect';
import type { Place } from './dialect-places';

export type Desk = {
  place: Place;
  confirms: Confirms;
  /** A request of this network about a new transaction of the known click, unless said otherwise. */
  sample: (content?: Partial<SampleContent>, secret?: string) => SampleRequest | null;
  /** Of users of our own, and one of an offer of another advertiser's. */
  otherClick: string;
  foreignClick: string;
};

/** What stands in the receipt: an outcome, or the code of a refusal. `or` where a network's signature sees it before we read it. */
export type Expected = string | { or: string[] };
export type Sent = { request: SampleRequest; expect: Expected };
export type Because = { because: string };
export type Row = [what: string, make: (desk: Desk) => Sent | Sent[] | Because];

/** The request of a new postback whose query was altered on the way. */
export const altered = (alter: (query: string, desk: Desk) => string, expect: Expected) => (desk: Desk) => {
  const request = desk.sample()!;
  const [door = '', query = ''] = request.url.split(/\?(.*)/s);
  return { request: { ...request, url: `${door}?${alter(query, desk)}` }, expect };
};
/** The query with another value (still encoded) or another name for this parameter. */
export function replaced(query: string, name: string, change: (value: string) => string, as = name): string {
  return query.replace(new RegExp(`(^|&)${name}=([^&]*)`), (_, before, value) => `${before}${as}=${change(value)}`);
}
