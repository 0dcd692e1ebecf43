import { Icon, Tag } from '@hubspot/ui-extensions';
import type { ComponentProps } from 'react';
import type { CardSignoff, CardVerdict, CheckStatus } from './card-view.ts';

type Look = {
  word: string;
  icon: ComponentProps<typeof Icon>['name'];
  variant: NonNullable<ComponentProps<typeof Tag>['variant']>;
};

const CHECK: Record<CheckStatus, Look> = {
  fail: { word: 'Fail', icon: 'xCircle', variant: 'error' },
  action: { word: 'Action required', icon: 'approvals', variant: 'info' },
  warn: { word: 'Warning', icon: 'warning', variant: 'warning' },
  not_checked: { word: 'Not checked', icon: 'question', variant: 'default' },
  pass: { word: 'Pass', icon: 'success', variant: 'success' },
};

const VERDICT: Record<CardVerdict, Look> = {
  invalid: { word: 'Needs a fix', icon: 'edit', variant: 'error' },
  not_feasible: { word: 'Not possible', icon: 'block', variant: 'error' },
  late: { word: 'Late', icon: 'xCircle', variant: 'error' },
  cannot_tell: { word: 'Cannot tell', icon: 'question', variant: 'default' },
  tight: { word: 'Tight', icon: 'warning', variant: 'warning' },
  ok: { word: 'On time', icon: 'success', variant: 'success' },
};

const SIGNOFF: Record<CardSignoff['status'], Look> = {
  waiting: { word: 'Waiting', icon: 'clock', variant: 'info' },
  done: { word: 'Answered', icon: 'success', variant: 'success' },
  withdrawn: { word: 'Withdrawn', icon: 'remove', variant: 'default' },
};

/** The colour of the verdict's sentence. */
export const VERDICT_ALERT = {
  invalid: 'danger',
  not_feasible: 'danger',
  late: 'danger',
  cannot_tell: 'info',
  tight: 'warning',
  ok: 'success',
} as const satisfies Record<CardVerdict, string>;

/** A status is an icon, a word and a colour, so that none of them is needed alone. */
const StatusLabel = ({ look }: { look: Look }) => (
  <Tag variant={look.variant}>
    <Icon name={look.icon} size="sm" /> {look.word}
  </Tag>
);

export const CheckLabel = ({ status }: { status: CheckStatus }) => <StatusLabel look={CHECK[status]} />;

export const VerdictLabel = ({ verdict }: { verdict: CardVerdict }) => <StatusLabel look={VERDICT[verdict]} />;

export const SignoffLabel = ({ status }: { status: CardSignoff['status'] }) => <StatusLabel look={SIGNOFF[status]} />;
