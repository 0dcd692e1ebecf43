import { useEffect, useRef, useState } from 'react';

type Bundle = { mountKeepableCheck: (host: Element, recordId: string) => () => void };

/** The bundle of the package's component, built beside these pages. */
const BUNDLE = '/lightning.js';

/** The Lightning component of the package on its record page. */
export const LightningHost = ({ recordId }: { recordId: string }) => {
  const host = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    let unmount = () => {};
    const address = BUNDLE;
    (import(/* @vite-ignore */ address) as Promise<Bundle>).then(
      ({ mountKeepableCheck }) => {
        if (!isGone && host.current) unmount = mountKeepableCheck(host.current, recordId);
      },
      () => setFault('The Lightning component could not be loaded.'),
    );
    return () => {
      isGone = true;
      unmount();
    };
  }, [recordId]);
  return (
    <section className="box org-card" aria-label="Keepable">
      <div ref={host} />
      {fault !== null && <p role="alert">{fault}</p>}
    </section>
  );
};
