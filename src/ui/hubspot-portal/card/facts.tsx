import type { ReactNode } from 'react';

type Children = { children?: ReactNode };

export const Statistics = ({ children }: Children) => <dl className="hs-statistics">{children}</dl>;

type ItemProps = Children & { label: string; number: string | number };

export const StatisticsItem = ({ label, number, children }: ItemProps) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <b>{number}</b>
      {children}
    </dd>
  </div>
);

export const DescriptionList = ({ children }: Children) => <dl className="hs-descriptions">{children}</dl>;

export const DescriptionListItem = ({ label, children }: Children & { label: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
