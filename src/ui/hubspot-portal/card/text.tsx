import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';
import type { IconName } from '../icon.tsx';

type TextProps = {
  children?: ReactNode;
  variant?: 'bodytext' | 'microcopy';
  inline?: boolean;
  format?: { fontWeight?: string };
};

/** HubSpot's names of the icons that the card uses, as we draw them. */
const ICONS: Record<string, IconName> = {
  approvals: 'flag',
  block: 'block',
  clock: 'clock',
  edit: 'edit',
  question: 'question',
  remove: 'remove',
  success: 'check',
  warning: 'warning',
  xCircle: 'xCircle',
};

export const Text = ({ children, variant = 'bodytext', inline = false, format = {} }: TextProps) => {
  const Element = inline ? 'span' : 'div';
  return (
    <Element className={`hs-text hs-${variant}`} data-weight={format.fontWeight}>
      {children}
    </Element>
  );
};

export const Heading = ({ children }: { children?: ReactNode }) => <h2 className="hs-heading">{children}</h2>;

export const Tag = ({ children, variant = 'default' }: { children?: ReactNode; variant?: string }) => (
  <span className={`tag tag-${variant}`}>{children}</span>
);

type IconProps = { name: string; color?: string; screenReaderText?: string };

export const HubspotIcon = ({ name, color = 'inherit', screenReaderText }: IconProps) => {
  const drawn = ICONS[name];
  if (!drawn) throw new Error(`The host has no icon for HubSpot's "${name}".`);
  return (
    <span className={`hs-icon hs-icon-${color}`}>
      <Icon name={drawn} title={screenReaderText} />
    </span>
  );
};
