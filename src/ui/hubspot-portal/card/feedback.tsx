import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

const ALERT_ICONS: Record<string, IconName> = {
  danger: 'xCircle',
  error: 'xCircle',
  warning: 'warning',
  success: 'check',
  info: 'question',
  tip: 'question',
};

type AlertProps = { title: string; variant?: string; children?: ReactNode };

export const Alert = ({ title, variant = 'info', children }: AlertProps) => (
  <div className={`hs-alert hs-alert-${variant}`} role="status">
    <Icon name={ALERT_ICONS[variant] ?? 'question'} />
    <div>
      <p className="hs-alert-title">{title}</p>
      {children}
    </div>
  </div>
);

type StateProps = { title?: string; children?: ReactNode };

export const EmptyState = ({ title, imageName, children }: StateProps & { imageName?: string }) => (
  <div className="hs-state">
    <Icon name={imageName === 'lock' ? 'lock' : 'note'} />
    <h2>{title}</h2>
    {children}
  </div>
);

export const ErrorState = ({ title, children }: StateProps) => (
  <div className="hs-state" role="alert">
    <Icon name="warning" />
    <h2>{title}</h2>
    {children}
  </div>
);

type SpinnerProps = { label: string; showLabel?: boolean; layout?: 'inline' | 'centered' };

export const LoadingSpinner = ({ label, showLabel = false, layout = 'inline' }: SpinnerProps) => (
  <p className={`hs-loading hs-loading-${layout}`} role="status">
    <span className="spinner" aria-hidden="true" />
    <span className={showLabel ? '' : 'visually-hidden'}>{label}</span>
  </p>
);
