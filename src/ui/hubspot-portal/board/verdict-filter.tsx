import type { BoardDeal } from '../portal-api.ts';

const CHOICES = [
  { id: 'all', label: 'All deals', verdicts: null },
  { id: 'risk', label: 'Promises at risk', verdicts: ['invalid', 'not_feasible', 'late'] },
  { id: 'tight', label: 'Tight', verdicts: ['tight'] },
  { id: 'unknown', label: 'Cannot tell', verdicts: ['cannot_tell'] },
  { id: 'ok', label: 'On time', verdicts: ['ok'] },
  { id: 'none', label: 'Not checked', verdicts: [] },
] as const;

export type VerdictChoice = (typeof CHOICES)[number]['id'];

/** True when the deal belongs to the chosen view; an empty list of verdicts stands for "never checked". */
export const matchesVerdict = (deal: BoardDeal, choice: VerdictChoice): boolean => {
  const verdicts: readonly string[] | null = CHOICES.find(({ id }) => id === choice)?.verdicts ?? null;
  if (verdicts === null) return true;
  return verdicts.length === 0 ? !deal.verdict : verdicts.includes(deal.verdict ?? '');
};

type Props = { deals: BoardDeal[]; choice: VerdictChoice; onChoose: (choice: VerdictChoice) => void };

/** Views of the board by delivery verdict, each with its number of deals. */
export const VerdictFilter = ({ deals, choice, onChoose }: Props) => (
  <div className="filter" role="group" aria-label="Show deals by delivery check">
    {CHOICES.map(({ id, label }) => (
      <button key={id} type="button" aria-pressed={id === choice} onClick={() => onChoose(id)}>
        {label} <b>{deals.filter((deal) => matchesVerdict(deal, id)).length}</b>
      </button>
    ))}
  </div>
);
