import type { ReactNode } from 'react';

type ButtonProps = {
  children?: ReactNode;
  variant?: string;
  size?: string;
  disabled?: boolean;
  onClick?: () => void;
};

export const Button = ({ children, variant = 'secondary', size = 'md', disabled = false, onClick }: ButtonProps) => (
  <button type="button" className={`btn btn-${variant} btn-${size}`} disabled={disabled} onClick={() => onClick?.()}>
    {children}
  </button>
);

/** HubSpot's button that shows work under way; it keeps its place in the tab order meanwhile. */
export const LoadingButton = ({ loading = false, onClick, children, ...rest }: ButtonProps & { loading?: boolean }) => (
  <button
    type="button"
    className={`btn btn-${rest.variant ?? 'secondary'}`}
    aria-disabled={loading}
    onClick={() => !loading && onClick?.()}
  >
    {loading && <span className="spinner" aria-hidden="true" />}
    {children}
  </button>
);
