import type { CSSProperties, ReactNode } from 'react';

type Cell = { children?: ReactNode; align?: 'left' | 'center' | 'right'; width?: string | number };
type Children = { children?: ReactNode };

/** The roles stand in the markup because a narrow card lays rows out as grids, which takes the implied ones away. */
export const Table = ({ children }: Children) => (
  <div className="hs-table">
    <table role="table">{children}</table>
  </div>
);

export const TableHead = ({ children }: Children) => <thead role="rowgroup">{children}</thead>;

export const TableBody = ({ children }: Children) => <tbody role="rowgroup">{children}</tbody>;

export const TableRow = ({ children }: Children) => <tr role="row">{children}</tr>;

/** HubSpot takes "min", "max", "auto" or pixels; pixels are a wish that a narrow card may ignore (card.css). */
const widthOf = (width: Cell['width']) =>
  typeof width === 'number'
    ? { 'data-width': 'pixels', style: { '--width': `${width}px` } as CSSProperties }
    : { 'data-width': width };

export const TableHeader = ({ children, align, width }: Cell) => (
  <th scope="col" role="columnheader" data-align={align} {...widthOf(width)}>
    {children}
  </th>
);

export const TableCell = ({ children, align, width }: Cell) => (
  <td role="cell" data-align={align} {...widthOf(width)}>
    {children}
  </td>
);
