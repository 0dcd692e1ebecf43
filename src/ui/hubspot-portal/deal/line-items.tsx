import { formatMoney, toDateInput } from '../format.ts';
import { updateLineItem } from '../portal-api.ts';
import type { CrmObject } from '../portal-api.ts';
import { useAct } from '../use-acts.tsx';
import { Field } from './field.tsx';

/** Properties of a line item that have their own place or that no rep edits. */
const isOwnPlace = (name: string): boolean =>
  name.startsWith('hs_') || ['name', 'quantity', 'price', 'amount', 'createdate', 'lastmodifieddate'].includes(name);

const UNIT_AT_END = /^(.+)_(mm|cm|m|kg|t|v|kw|h)$/;

/** "length_mm" as "Length (mm)", "keepable_unit" as "Unit". */
const attributeLabel = (name: string): string => {
  const [, stem = name, unit] = UNIT_AT_END.exec(name) ?? [];
  const words = stem.replace(/^keepable_/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1) + (unit ? ` (${unit})` : '');
};

const isDate = (name: string): boolean => name.endsWith('_date');

const LineItem = ({ item, currency }: { item: CrmObject; currency: string | null }) => {
  const act = useAct();
  const { properties } = item;
  const save = (name: string) => (value: string) => act(updateLineItem(item.id, { [name]: value }));
  const attributes = Object.keys(properties).filter((name) => !isOwnPlace(name));
  return (
    <li>
      <p className="line-name">
        <b>{properties['name'] ?? properties['hs_sku'] ?? item.id}</b>
        <span>
          <span>{properties['hs_sku']}</span>
          <span>{formatMoney(properties['price'], currency)} each</span>
        </span>
      </p>
      <div className="fields">
        <Field label="Quantity" type="number" value={properties['quantity'] ?? ''} onSave={save('quantity')} />
        {attributes.map((name) => (
          <Field
            key={name}
            label={attributeLabel(name)}
            type={isDate(name) ? 'date' : 'text'}
            value={isDate(name) ? toDateInput(properties[name]) : (properties[name] ?? '')}
            onSave={save(name)}
          />
        ))}
      </div>
    </li>
  );
};

/** What is sold, line by line: quantity and attributes can be edited. */
export const LineItems = ({ items, currency }: { items: CrmObject[]; currency: string | null }) => (
  <section className="box" aria-labelledby="line-items">
    <h2 id="line-items">Line items</h2>
    {items.length === 0 && <p className="quiet">This deal has no line items.</p>}
    <ul className="line-items">
      {items.map((item) => (
        <LineItem key={item.id} item={item} currency={currency} />
      ))}
    </ul>
  </section>
);
