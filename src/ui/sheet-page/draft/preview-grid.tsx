import type { Draft } from '../sheet-api.ts';

type Table = Draft['tables'][number];

/** The corner of a table as it stands in the workbook: letters, row numbers, and the header marked. */
export const PreviewGrid = ({ table }: { table: Table }) => {
  const { preview } = table;
  if (preview === null) return null;
  const used = new Set(table.columns.filter(({ field }) => field !== null).map(({ letter }) => letter));
  const more = [
    preview.moreRows > 0 ? `${preview.moreRows} more rows` : '',
    preview.moreColumns > 0 ? `${preview.moreColumns} more columns` : '',
  ].filter(Boolean);
  return (
    <>
      <div
        className="grid-scroll"
        tabIndex={0}
        role="region"
        aria-label={`${table.sheet} ${table.range} as it stands in the workbook`}
      >
        <table className="grid">
          <thead>
            <tr>
              <td />
              {preview.columns.map((letter) => (
                <th key={letter} scope="col" className={used.has(letter) ? 'grid-used' : undefined}>
                  {letter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map(({ number, isHeader, cells }) => (
              <tr key={number} className={isHeader ? 'grid-header' : undefined}>
                <th scope="row">
                  {number}
                  {isHeader && <span className="visually-hidden"> header</span>}
                </th>
                {cells.map((text, index) => (
                  <td key={preview.columns[index]} className={/^[-+]?[\d.,]+%?$/.test(text) ? 'number' : undefined}>
                    {text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more.length > 0 && <p className="quiet">and {more.join(', ')}</p>}
    </>
  );
};
