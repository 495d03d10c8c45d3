/** Starting an offer: the click is recorded, then the browser goes on to the advertiser. */
import { visitorAtDoor } from '@/app/api/wall/visitor-at-door';
import { recordClick } from '@/lib/clicks/record-click';
import { env } from '@/lib/foundation/env';
import { clientIp, route, seeOther } from '@/lib/foundation/route';
import { ID_PATTERN } from '@/lib/rules/api-fields';
import { isRefusal, refuse } from '@/lib/rules/refusal';

type Context = { params: Promise<{ offerKey: string }> };

export const GET = route<Context>(async (request, { params }, now) => {
  const visitor = await visitorAtDoor(request, now);
  if (!visitor) return seeOther('/wall/offers');
  const { offerKey } = await params;
  if (visitor.banned) return seeOther('/wall/offers');
  const known = ID_PATTERN.test(offerKey);
  const click = known ? await recordClick(visitor, offerKey, circumstances(request)) : NO_OFFER;
  if (isRefusal(click)) return seeOther(`/wall/offers?problem=${click.refused}`);
  return new Response(null, { status: 302, headers: { Location: click.redirectTo, 'Cache-Control': 'no-store' } });
});

const NO_OFFER = refuse('not-found', 'This offer is no longer here.');

/** The country is what a proxy of ours says; without one in front anybody could claim any. */
function circumstances(request: Request) {
  const country = env.TRUSTED_PROXIES > 0 ? request.headers.get('cf-ipcountry') : null;
  return {
    ip: clientIp(request),
    userAgent: request.headers.get('user-agent')?.slice(0, 512) ?? null,
    country: country && /^[A-Z]{2}$/.test(country) ? country : null,
  };
}
