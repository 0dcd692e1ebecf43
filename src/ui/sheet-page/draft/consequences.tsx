import { VerdictBadge } from '../../hubspot-portal/verdict-badge.tsx';
import type { Preview } from '../sheet-api.ts';
import { countWords, dateWords } from '../words.ts';

const MOST_CHANGES = 12;

/** What publishing would change: the sheet in a planner's words, and the open deals that would be answered otherwise. */
export const Consequences = ({ preview }: { preview: Preview }) => {
  const { changes, deals, openDeals, replaces } = preview;
  if (replaces === null) return <p>This is the first sheet: every deal is checked once it is published.</p>;
  return (
    <div className="told-changes">
      <h3>
        {changes.length === 0 ? 'The sheet says the same as the one in force' : countWords(changes.length, 'change')}
      </h3>
      <ul className="changes">
        {changes.slice(0, MOST_CHANGES).map(({ tab, words }) => (
          <li key={`${tab} ${words}`}>
            <span className="quiet">{tab}</span> {words}
          </li>
        ))}
      </ul>
      {changes.length > MOST_CHANGES && (
        <details>
          <summary>{countWords(changes.length - MOST_CHANGES, 'more change')}</summary>
          <ul className="changes">
            {changes.slice(MOST_CHANGES).map(({ tab, words }) => (
              <li key={`${tab} ${words}`}>
                <span className="quiet">{tab}</span> {words}
              </li>
            ))}
          </ul>
        </details>
      )}
      <h3>
        {deals.length === 0
          ? `None of ${countWords(openDeals, 'open deal')} is answered otherwise`
          : `${deals.length} of ${countWords(openDeals, 'open deal')} ${deals.length === 1 ? 'is' : 'are'} answered otherwise`}
      </h3>
      {deals.length > 0 && <DealTable deals={deals} />}
    </div>
  );
};

const DealTable = ({ deals }: { deals: Preview['deals'] }) => (
  <div className="table-scroll" tabIndex={0} role="region" aria-label="Deals that would be answered otherwise">
    <table className="deals">
      <caption className="visually-hidden">Open deals that would be answered otherwise</caption>
      <thead>
        <tr>
          <th scope="col">Deal</th>
          <th scope="col">Now</th>
          <th scope="col">Then</th>
          <th scope="col">Dates</th>
        </tr>
      </thead>
      <tbody>
        {deals.map(({ dealId, name, owner, verdict, lines, sentence }) => (
          <tr key={dealId}>
            <th scope="row">
              {name}
              {owner !== null && <span className="quiet"> {owner}</span>}
            </th>
            <td>
              <VerdictBadge verdict={verdict.before} />
            </td>
            <td>
              <VerdictBadge verdict={verdict.after} />
            </td>
            <td>
              {lines.map(({ product, before, after }, index) => (
                <span key={`${product} ${index}`} className="date-move">
                  {product}: {dateWords(before)} to {dateWords(after)}
                </span>
              ))}
              <span className="quiet">{sentence}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
