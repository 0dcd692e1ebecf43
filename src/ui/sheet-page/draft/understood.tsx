import { Icon } from '../../hubspot-portal/icon.tsx';
import { Box } from '../parts.tsx';
import type { Draft } from '../sheet-api.ts';
import { countWords } from '../words.ts';
import { ColumnTable } from './column-table.tsx';
import type { Decide } from './decide.ts';
import { USES, useOf, withUse } from './mapping.ts';
import { PreviewGrid } from './preview-grid.tsx';

type Props = { draft: Draft; isBusy: boolean; onDecide: Decide };

/** What Keepable made of the workbook: each table as it stands there, and what each column was taken for. */
export const Understood = ({ draft, isBusy, onDecide }: Props) => (
  <Box title="What was understood" id="understood" aside={<Verdict draft={draft} />}>
    {draft.refusal !== null && <p className="fault">{draft.refusal}</p>}
    <Memory memory={draft.memory} />
    {draft.keepsSettings && (
      <p className="quiet">Plant, time zone, buffer and the other settings stay as in the sheet in force.</p>
    )}
    <Counts counts={draft.counts} />
    {draft.tables.map((table, index) => (
      <details key={`${table.sheet} ${table.range}`} open={index < 2 && kindOf(draft, table) !== 'other'}>
        <summary>
          <strong>{kindOf(draft, table) === 'other' ? 'Not used' : kindOf(draft, table)}</strong> in {table.sheet},{' '}
          {table.range}
          <span className="quiet">
            {' '}
            {countWords(table.dataRows, 'row')}
            {table.periods !== null &&
              `, ${table.periods.count} ${table.periods.granularity}s ${table.periods.along === 'columns' ? 'across the top' : 'down the side'}`}
            {table.unit !== null && `, in ${table.unit}`}
          </span>
        </summary>
        <UseField table={table} draft={draft} isBusy={isBusy} onDecide={onDecide} />
        <PreviewGrid table={table} />
        {kindOf(draft, table) !== 'other' && (
          <ColumnTable table={table} draft={draft} isBusy={isBusy} onDecide={onDecide} />
        )}
      </details>
    ))}
  </Box>
);

type UseProps = Props & { table: Draft['tables'][number] };

const UseField = ({ table, draft: { mapping }, isBusy, onDecide }: UseProps) =>
  mapping === null ? null : (
    <label className="use">
      This table is about
      <select
        value={useOf(mapping, table)}
        disabled={isBusy}
        onChange={({ target }) => {
          const use = USES.find((name) => name === target.value);
          if (use) onDecide({ mapping: withUse(mapping, table, use) });
        }}
      >
        {USES.map((use) => (
          <option key={use} value={use}>
            {use === 'other' ? 'something else: leave it out' : use}
          </option>
        ))}
      </select>
    </label>
  );

const MEMORY: Record<Draft['memory'], string | null> = {
  none: null,
  same: 'The layout is the one of an earlier workbook: what you decided then is used again.',
  changed: 'The layout is another one than that of earlier workbooks: look at the columns before you publish.',
};

const Memory = ({ memory }: { memory: Draft['memory'] }) => {
  const words = MEMORY[memory];
  return words === null ? null : (
    <p>
      <Icon name={memory === 'changed' ? 'warning' : 'note'} /> {words}
    </p>
  );
};

const kindOf = (draft: Draft, table: Draft['tables'][number]): string =>
  draft.mapping === null ? table.kind : useOf(draft.mapping, table);

const Verdict = ({ draft }: { draft: Draft }) => {
  if (draft.refusal !== null)
    return (
      <span className="tag tag-error">
        <Icon name="block" /> No capacity sheet
      </span>
    );
  return draft.isUsable ? (
    <span className="tag tag-success">
      <Icon name="check" /> Promises can be made from it
    </span>
  ) : (
    <span className="tag tag-warning">
      <Icon name="question" /> No promise can be made from it yet
    </span>
  );
};

const WORDS: Record<string, string> = {
  exceptions: 'capacity exception',
  calendar: 'calendar day',
  stock: 'stock row',
  routing: 'routing step',
  units: 'unit factor',
  scopeLimits: 'scope limit',
  expediteOptions: 'expedite option',
  serviceTemplates: 'service phase',
  receiving: 'receiving rule',
  people: 'people row',
  history: 'past project',
};

const wordOf = (list: string): string =>
  WORDS[list] ?? list.replace(/s$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const Counts = ({ counts }: { counts: Draft['counts'] }) => {
  const entries = Object.entries(counts).filter(([list]) => list !== 'doubts');
  return entries.length === 0 ? null : (
    <p className="counts">{entries.map(([list, count]) => countWords(count, wordOf(list))).join(', ')}</p>
  );
};
