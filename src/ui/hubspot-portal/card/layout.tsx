import type { CSSProperties, ReactNode } from 'react';

/** HubSpot's distances in pixels; it takes short and long names. */
const GAPS: Record<string, number> = {
  flush: 0,
  xs: 4,
  'extra-small': 4,
  sm: 8,
  small: 8,
  md: 16,
  medium: 16,
  lg: 24,
  large: 24,
};

const JUSTIFY: Record<string, string> = { around: 'space-around', between: 'space-between' };

type FlexProps = {
  children?: ReactNode;
  direction?: 'row' | 'column';
  gap?: string;
  align?: string;
  justify?: string;
  wrap?: boolean | string;
};

export const Flex = ({ children, direction = 'row', gap = 'flush', align, justify, wrap }: FlexProps) => {
  const style: CSSProperties = {
    display: 'flex',
    flexDirection: direction,
    gap: GAPS[gap] ?? 0,
    alignItems: align ?? 'stretch',
    justifyContent: JUSTIFY[justify ?? ''] ?? justify,
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
  };
  return (
    <div className="hs-flex" style={style}>
      {children}
    </div>
  );
};

export const Box = ({ children, flex = 'auto' }: { children?: ReactNode; flex?: string | number }) => (
  <div className="hs-box" style={{ flex: flex === 'initial' ? '0 1 auto' : flex }}>
    {children}
  </div>
);

export const Divider = () => <hr className="hs-divider" />;
