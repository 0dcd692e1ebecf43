import type { ReactNode } from 'react';

/** The head of both pages; it always says that this portal is pretend. */
export const TopBar = ({ children }: { children: ReactNode }) => (
  <header className="top">
    {children}
    <p className="top-note">Pretend HubSpot: nothing here is real</p>
  </header>
);

/** What stands in for a page that could not be read, or not yet. */
export const PageNotice = ({ children }: { children: ReactNode }) => (
  <>
    <TopBar>
      <h1>Sandbox portal</h1>
      <a href="/">Board</a>
    </TopBar>
    <main className="page-notice" role="status">
      {children}
    </main>
  </>
);
