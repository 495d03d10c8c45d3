import { Icon } from '@/components/ui/icon';

type Back = { href: string; label: string };

/** The one large line of a page, with the way back above it. */
export function PageTitle({ children, back }: { children: string; back?: Back }) {
  return (
    <div className="grid gap-1">
      {back && <PageTitleBack {...back} />}
      <h1 className="text-2xl font-semibold text-balance">
        <bdi>{children}</bdi>
      </h1>
    </div>
  );
}

export function PageTitleBack({ href, label }: Back) {
  return (
    <a href={href} className="-ms-1 inline-flex min-h-11 items-center gap-1 justify-self-start text-accent">
      <Icon name="back" />
      {label}
    </a>
  );
}
