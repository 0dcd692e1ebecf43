import { BoardPage } from './board/board-page.tsx';
import { OpportunityPage } from './record/opportunity-page.tsx';

/** The id in /lightning/r/Opportunity/:id/view, or in the short form /:id; null on the board. */
const opportunityIdOf = (path: string): string | null =>
  /^\/(?:lightning\/r\/Opportunity\/)?(006[A-Za-z0-9]{12,15})(?:\/view)?$/.exec(path)?.[1] ?? null;

/** The two pages of the pretend org. Links load the page anew. */
export const App = ({ path }: { path: string }) => {
  const id = opportunityIdOf(path);
  return id === null ? <BoardPage /> : <OpportunityPage id={id} />;
};
