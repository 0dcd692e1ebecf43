import { useEffect, useState } from 'react';
import { Icon } from '../hubspot-portal/icon.tsx';
import { Fault, Progress } from './parts.tsx';
import { readLeadTimes } from './sheet-api.ts';
import type { Sent } from './sheet-api.ts';
import type { LeadTimeCard as Card } from '../../capacity/lead-time-card.ts';
import type { LeadTimesView } from '../../web/admin/lead-time-routes.ts';
import { useAct } from './use-act.ts';
import { ageWords, dateWords } from './words.ts';

const MOST_SHOWN = 60;

const fits = ({ product, name }: Card, words: string[]): boolean =>
  words.every((word) => `${product} ${name ?? ''}`.toLowerCase().includes(word));

/** What a rep should know of each product: how long each part takes today, beside the usual. */
export const LeadTimesPage = () => {
  const [view, setView] = useState<Sent<LeadTimesView> | undefined>(undefined);
  const [query, setQuery] = useState('');
  const act = useAct();
  const { run } = act;
  useEffect(() => run('Working out the lead times', async () => setView(await readLeadTimes())), [run]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = view?.cards.filter((card) => fits(card, words)) ?? [];
  return (
    <div className="lead-times">
      <label className="search">
        Product
        <input
          type="search"
          placeholder="code or name"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </label>
      <Progress words={act.busy} />
      <Fault text={act.fault} />
      {view === null && <p>No sheet is published yet.</p>}
      {view && (
        <p className="quiet" role="status">
          {found.length} of {view.cards.length} products. {view.plant}, the sheet is {ageWords(view.publishedAt)}. The
          smallest order, placed {dateWords(view.today)}.
        </p>
      )}
      <div className="cards">
        {found.slice(0, MOST_SHOWN).map((card) => (
          <LeadTime key={card.product} card={card} />
        ))}
      </div>
      {found.length > MOST_SHOWN && <p className="quiet">Search to see the other {found.length - MOST_SHOWN}.</p>}
    </div>
  );
};

const LeadTime = ({ card }: { card: Card }) => {
  const id = `lead-${card.product}`;
  return (
    <article className="box lead-time" aria-labelledby={id}>
      <h2 id={id}>
        {card.product} {card.name !== null && card.name !== card.product && <span className="quiet">{card.name}</span>}
      </h2>
      <p>
        {card.earliest === null ? (
          <span className="tag tag-default">
            <Icon name="question" /> {card.why}
          </span>
        ) : (
          <>
            Today <strong>{days(card.todayDays)}</strong>, usually {days(card.standardDays)}: an order of{' '}
            {card.quantity} {card.unit} is there on <strong>{dateWords(card.earliest)}</strong>.
          </>
        )}
      </p>
      <table>
        <caption className="visually-hidden">Parts of the lead time of {card.product}</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className="number">
              Usually
            </th>
            <th scope="col" className="number">
              Today
            </th>
          </tr>
        </thead>
        <tbody>
          {card.components.map(({ what, unit, standard, today, row }) => (
            <tr key={`${row} ${what}`}>
              <th scope="row">
                {what} <span className="quiet">{unit === 'calendar days' ? 'calendar days' : ''}</span>
              </th>
              <td className="number">{standard ?? 'not known'}</td>
              <td className="number">
                {today ?? 'not known'}
                {today !== null && standard !== null && today > standard && (
                  <span className="tag tag-warning">
                    <Icon name="clock" title="longer than usual" /> +{today - standard}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
};

const days = (count: number | null): string =>
  count === null ? 'not known' : `${count} working day${count === 1 ? '' : 's'}`;
