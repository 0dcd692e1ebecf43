import type { Draft } from '../sheet-api.ts';
import type { Decide } from './draft-steps.tsx';
import { withField } from './mapping.ts';

type Table = Draft['tables'][number];
type Props = { table: Table; draft: Draft; isBusy: boolean; onDecide: Decide };

const NOT_USED = '';

/** Our field <- their column, with samples and how sure it is; each can be told to be another one. */
export const ColumnTable = ({ table, draft, isBusy, onDecide }: Props) => {
  const { mapping } = draft;
  const choose = (key: string, field: string): void => {
    if (mapping) onDecide({ mapping: withField(mapping, table, { key, field: field === NOT_USED ? null : field }) });
  };
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`Columns of ${table.sheet} ${table.range}`}>
      <table className="column-table">
        <caption className="visually-hidden">
          What the columns of {table.sheet} {table.range} were taken for
        </caption>
        <thead>
          <tr>
            <th scope="col">Our field</th>
            <th scope="col">Their column</th>
            <th scope="col">Samples</th>
            <th scope="col" className="number">
              Sure
            </th>
          </tr>
        </thead>
        <tbody>
          {table.columns.map(({ letter, header, field, confidence, unit, samples }) => {
            const key = `${table.sheet}!${table.range}!${letter}`;
            return (
              <tr key={letter}>
                <td>
                  {mapping !== null ? (
                    <select
                      aria-label={`Field of column ${letter}, ${header}`}
                      value={field ?? NOT_USED}
                      disabled={isBusy}
                      onChange={(event) => choose(key, event.target.value)}
                    >
                      <option value={NOT_USED}>not used</option>
                      {draft.fields.map((name) => (
                        <option key={name} value={name}>
                          {name.replaceAll('_', ' ')}
                        </option>
                      ))}
                    </select>
                  ) : (
                    (field?.replaceAll('_', ' ') ?? <span className="quiet">not used</span>)
                  )}
                </td>
                <th scope="row">
                  <span className="quiet number">{letter}</span> {header}
                  {unit !== null && <span className="quiet"> in {unit}</span>}
                </th>
                <td className="quiet">{samples.slice(0, 3).join(', ')}</td>
                <td className="number">{field === null ? '' : `${Math.round(confidence * 100)} %`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
