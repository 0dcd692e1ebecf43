import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../hubspot-portal/icon.tsx';
import type { IconName } from '../hubspot-portal/icon.tsx';

/** A fault in one sentence, told to screen readers at once. */
export const Fault = ({ text }: { text: string | null }) => (
  <div role="alert">
    {text !== null && (
      <p className="fault">
        <Icon name="xCircle" /> {text}
      </p>
    )}
  </div>
);

/** A titled part of the page. */
export const Box = ({
  title,
  id,
  aside,
  children,
}: {
  title: string;
  id: string;
  aside?: ReactNode;
  children: ReactNode;
}) => (
  <section className="box" aria-labelledby={id}>
    <div className="box-head">
      <h2 id={id}>{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

const SLOW_MS = 1000;

/** Long work: what is done, a bar where the share is known, and the seconds so far. */
export const Progress = ({ words, share }: { words: string | null; share?: number | null }) => {
  const seconds = useSeconds(words);
  return (
    <div className="progress" role="status">
      {words !== null && (
        <>
          <span className="spinner" aria-hidden="true" /> {words}
          {seconds > 0 && <span className="quiet"> {seconds} s</span>}
          {share !== undefined && share !== null && <progress aria-label={words} max={1} value={share} />}
        </>
      )}
    </div>
  );
};

const useSeconds = (words: string | null): number => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (words === null) return undefined;
    const timer = window.setInterval(() => setSeconds((count) => count + 1), SLOW_MS);
    return () => window.clearInterval(timer);
  }, [words]);
  return seconds;
};

const TONES: Record<'error' | 'warn' | 'info', { icon: IconName; word: string; tone: string }> = {
  error: { icon: 'xCircle', word: 'To fix', tone: 'error' },
  warn: { icon: 'warning', word: 'To look at', tone: 'warning' },
  info: { icon: 'note', word: 'Good to know', tone: 'default' },
};

/** How grave a problem is: icon, word and colour. */
export const SeverityTag = ({ severity }: { severity: keyof typeof TONES }) => {
  const { icon, word, tone } = TONES[severity];
  return (
    <span className={`tag tag-${tone}`}>
      <Icon name={icon} /> {word}
    </span>
  );
};

/** Name and note of who publishes; the name is remembered in this browser. */
export const useAuthor = (): [string, (name: string) => void] => {
  const [author, setAuthor] = useState(() => window.localStorage.getItem('keepable author') ?? '');
  return [
    author,
    (name) => {
      setAuthor(name);
      window.localStorage.setItem('keepable author', name);
    },
  ];
};
