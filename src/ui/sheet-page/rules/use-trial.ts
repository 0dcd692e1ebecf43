import { useEffect, useState } from 'react';
import type { RuleSet, RulesTrial } from './rules-api.ts';
import { tryRules } from './rules-api.ts';

const PAUSE_MS = 250;

/** What the edited rules would do, asked a moment after the last key; an answer that comes late is dropped. */
export const useTrial = (rules: RuleSet | null): { trial: RulesTrial | null; fault: string | null } => {
  const [trial, setTrial] = useState<RulesTrial | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    if (rules === null) return undefined;
    let isOld = false;
    const timer = window.setTimeout(() => {
      tryRules(rules).then(
        (answer) => {
          if (isOld) return;
          setTrial(answer);
          setFault(null);
        },
        (error: unknown) => {
          if (!isOld) setFault(error instanceof Error ? error.message : 'The rules could not be tried.');
        },
      );
    }, PAUSE_MS);
    return () => {
      isOld = true;
      window.clearTimeout(timer);
    };
  }, [rules]);
  return { trial, fault };
};
