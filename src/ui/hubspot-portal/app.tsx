import { BoardPage } from './board/board-page.tsx';
import { DealPage } from './deal/deal-page.tsx';

/** The id in /deals/:id, or in a link as HubSpot writes it (/contacts/:portal/record/0-3/:id); null on the board. */
const dealIdOf = (path: string): string | null =>
  /^\/(?:deals|contacts\/\d+\/record\/0-3)\/([^/]+)$/.exec(path)?.[1] ?? null;

/** The two pages of the pretend portal. Links load the page anew, as a CRM's do. */
export const App = ({ path }: { path: string }) => {
  const dealId = dealIdOf(path);
  return dealId === null ? <BoardPage /> : <DealPage dealId={decodeURIComponent(dealId)} />;
};
