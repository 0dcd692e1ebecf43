import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { ReactNode } from 'react';

type Act = (work: Promise<void>) => void;

const ActContext = createContext<Act>((work) => void work);

/** Runs a change that somebody made on the page; when the portal refuses it, the page says why. */
export const useAct = (): Act => useContext(ActContext);

const faultText = (error: unknown): string =>
  error instanceof Error ? error.message : 'The sandbox portal could not be reached.';

/** Shows why the last change was refused, until the next one is made. */
export const Acts = ({ children }: { children: ReactNode }) => {
  const [fault, setFault] = useState<string | null>(null);
  const act = useCallback<Act>((work) => {
    setFault(null);
    work.catch((error: unknown) => setFault(faultText(error)));
  }, []);
  const alert = useMemo(
    () => (
      <div className="refusal" role="alert">
        {fault !== null && <p>This was not saved. {fault}</p>}
      </div>
    ),
    [fault],
  );
  return (
    <ActContext.Provider value={act}>
      {alert}
      {children}
    </ActContext.Provider>
  );
};
