import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

type Look = { word: string; icon: IconName; tone: string };

const LOOKS: Record<string, Look> = {
  invalid: { word: 'Needs a fix', icon: 'edit', tone: 'error' },
  not_feasible: { word: 'Not possible', icon: 'block', tone: 'error' },
  late: { word: 'Late', icon: 'xCircle', tone: 'error' },
  cannot_tell: { word: 'Cannot tell', icon: 'question', tone: 'default' },
  tight: { word: 'Tight', icon: 'warning', tone: 'warning' },
  ok: { word: 'On time', icon: 'check', tone: 'success' },
};

const UNKNOWN: Look = { word: 'Not checked', icon: 'remove', tone: 'default' };

/** The delivery verdict of a deal as icon, word and colour. */
export const VerdictBadge = ({ verdict }: { verdict: string | null }) => {
  const look = LOOKS[verdict ?? ''] ?? UNKNOWN;
  return (
    <span className={`tag tag-${look.tone}`}>
      <Icon name={look.icon} /> {look.word}
    </span>
  );
};
