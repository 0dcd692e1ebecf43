import type { Draft } from '../sheet-api.ts';
import type { Decide } from './decide.ts';
import { fieldOf, withField } from './mapping.ts';
import type { Mapping } from './mapping.ts';

type Table = Draft['tables'][number];
type Column = Table['columns'][number];
type Props = { table: Table; draft: Draft; isBusy: boolean; onDecide: Decide };

const NOT_USED = '';

const inWords = (field: string): string => field.replaceAll('_', ' ');

/** Our field <- their column, with samples and how sure it is; each can be told to be another one. */
export const ColumnTable = ({ table, draft, isBusy, onDecide }: Props) => (
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
        {table.columns.map((column) => (
          <tr key={column.letter}>
            <td>
              {draft.mapping === null ? (
                <FieldName field={column.field} />
              ) : (
                <FieldSelect
                  {...{ table, column, isBusy, mapping: draft.mapping, fields: draft.fields }}
                  onChange={(mapping) => onDecide({ mapping })}
                />
              )}
            </td>
            <th scope="row">
              <span className="quiet number">{column.letter}</span> {column.header}
              {column.unit !== null && <span className="quiet"> in {column.unit}</span>}
            </th>
            <td className="quiet">{column.samples.slice(0, 3).join(', ')}</td>
            <td className="number">{column.field === null ? '' : `${Math.round(column.confidence * 100)} %`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const FieldName = ({ field }: { field: string | null }) =>
  field === null ? <span className="quiet">not used</span> : <>{inWords(field)}</>;

type SelectProps = {
  table: Table;
  column: Column;
  mapping: Mapping;
  fields: string[];
  isBusy: boolean;
  onChange: (mapping: Mapping) => void;
};

const FieldSelect = ({ table, column, mapping, fields, isBusy, onChange }: SelectProps) => (
  <select
    aria-label={`Field of column ${column.letter}, ${column.header}`}
    value={fieldOf(mapping, table, column) ?? NOT_USED}
    disabled={isBusy}
    onChange={({ target }) => {
      const field = target.value === NOT_USED ? null : target.value;
      onChange(withField(mapping, table, { key: column.key, field }));
    }}
  >
    <option value={NOT_USED}>not used</option>
    {fields.map((name) => (
      <option key={name} value={name}>
        {inWords(name)}
      </option>
    ))}
  </select>
);
