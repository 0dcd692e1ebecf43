import { useCallback, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { LeadTimesPage } from './lead-times-page.tsx';
import { PlannerPage } from './planner-page.tsx';
import { RulesPage } from './rules/rules-page.tsx';
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

type Page = { path: string; title: string; page: ReactNode };

const LEAD_TIMES: Page = { path: '/lead-times', title: 'Lead times', page: <LeadTimesPage /> };
const SHEET: Page = { path: '/sheet', title: 'Capacity sheet', page: <PlannerPage /> };
const PAGES: Page[] = [SHEET, { path: '/rules', title: 'Rules', page: <RulesPage /> }, LEAD_TIMES];

/** A reader sees the lead times only. */
const pageFor = (path: string, role: Session['role']): Page =>
  role === 'reader' ? LEAD_TIMES : (PAGES.find((page) => page.path === path) ?? SHEET);

/** The pages of planners and admins, and the lead times for sales; each asks who is there first. */
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
  const here = pageFor(path, session.role);
  return (
    <Frame title={here.title} nav={<Nav session={session} here={here} onLeave={leave} />}>
      {here.page}
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

type NavProps = { session: Session; here: Page; onLeave: () => void };

const Nav = ({ session, here, onLeave }: NavProps) => (
  <>
    {session.role === 'planner' && (
      <nav aria-label="Pages" className="pages">
        {PAGES.map(({ path, title }) => (
          <a key={path} href={path} aria-current={path === here.path ? 'page' : undefined}>
            {title}
          </a>
        ))}
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
