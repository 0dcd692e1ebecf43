import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { LeadTimesPage } from './lead-times-page.tsx';
import { PlannerPage } from './planner-page.tsx';
import { readSession, signIn, signOut } from './sheet-api.ts';
import type { Session } from './sheet-api.ts';
import { SignInForm } from './sign-in-form.tsx';

type State = { session: Session | { signedIn: false } | null; fault: string | null };

/** The token of a ready link stands behind the #: it is used once and taken out of the address bar at once. */
const takeToken = (): string => {
  const token = window.location.hash.slice(1);
  if (token !== '') window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return token;
};

const open = async (): Promise<State> => {
  const token = takeToken();
  try {
    return { session: token === '' ? await readSession() : await signIn(token), fault: null };
  } catch (error) {
    return { session: { signedIn: false }, fault: error instanceof Error ? error.message : 'This link does not work.' };
  }
};

/** The planner's page at /sheet and the lead times at /lead-times; both ask who is there first. */
export const App = ({ path }: { path: string }) => {
  const [{ session, fault }, setState] = useState<State>({ session: null, fault: null });
  useEffect(() => {
    const read = (): void => void open().then(setState);
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);
  const leave = useCallback(() => {
    void signOut().then(() => setState({ session: { signedIn: false }, fault: null }));
  }, []);
  if (session === null) return <Frame title="Keepable">{<p className="notice">Opening…</p>}</Frame>;
  if (!session.signedIn)
    return (
      <Frame title="Keepable">
        <SignInForm fault={fault} onSignedIn={(signedIn) => setState({ session: signedIn, fault: null })} />
      </Frame>
    );
  const isLeadTimes = path === '/lead-times' || session.role === 'reader';
  return (
    <Frame
      title={isLeadTimes ? 'Lead times' : 'Capacity sheet'}
      nav={<Nav session={session} isLeadTimes={isLeadTimes} onLeave={leave} />}
    >
      {isLeadTimes ? <LeadTimesPage /> : <PlannerPage />}
    </Frame>
  );
};

const Frame = ({ title, nav, children }: { title: string; nav?: ReactNode; children: ReactNode }) => {
  useEffect(() => void (document.title = title), [title]);
  return (
    <>
      <header className="top">
        <h1>{title}</h1>
        {nav}
      </header>
      <main className="sheet-main">{children}</main>
    </>
  );
};

type NavProps = { session: Session; isLeadTimes: boolean; onLeave: () => void };

const Nav = ({ session, isLeadTimes, onLeave }: NavProps) => (
  <>
    {session.role === 'planner' && (
      <nav aria-label="Pages" className="pages">
        <a href="/sheet" aria-current={isLeadTimes ? undefined : 'page'}>
          Capacity sheet
        </a>
        <a href="/lead-times" aria-current={isLeadTimes ? 'page' : undefined}>
          Lead times
        </a>
      </nav>
    )}
    <p className="top-note">
      {session.crm === 'hubspot' ? 'HubSpot portal' : 'Salesforce org'} {session.account}
      <button type="button" className="btn btn-transparent btn-xs" onClick={onLeave}>
        Sign out
      </button>
    </p>
  </>
);
