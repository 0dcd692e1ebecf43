import type { ReactNode } from 'react';

/** The head of both pages; it always says that this org is pretend. */
export const OrgBar = ({ children }: { children: ReactNode }) => (
  <header className="top org-top">
    {children}
    <p className="top-note">Pretend Salesforce: nothing here is real</p>
  </header>
);

/** What stands in for a page that could not be read, or not yet. */
export const OrgNotice = ({ children }: { children: ReactNode }) => (
  <>
    <OrgBar>
      <h1>Sandbox org</h1>
      <a href="/">Opportunities</a>
    </OrgBar>
    <main className="page-notice" role="status">
      {children}
    </main>
  </>
);
