import { Field } from '../../hubspot-portal/deal/field.tsx';
import { formatMoney } from '../../hubspot-portal/format.ts';
import { useAct } from '../../hubspot-portal/use-acts.tsx';
import { updateRecord } from '../org-api.ts';
import type { OpportunityDetail, OrgField } from '../org-api.ts';
import { inputText, inputType, toValue } from './field-input.ts';

type Line = OpportunityDetail['lines'][number];

type LineProps = { line: Line; fields: OrgField[]; currency: string };

/** Fields of the org's own, where the line has a value. */
const isShown = ({ name }: OrgField, line: Line): boolean => (line.fields[name] ?? null) !== null;

const ProductLine = ({ line, fields, currency }: LineProps) => {
  const act = useAct();
  const save = (name: string, type: string) => (value: string) =>
    act(updateRecord('lines', line.id, { [name]: toValue(type, value) }));
  return (
    <li>
      <p className="line-name">
        <b>{line.product ?? line.id}</b>
        <span>
          <span>{line.fields['ProductCode']}</span>
          <span>{formatMoney(Number(line.fields['UnitPrice']), currency)} each</span>
        </span>
      </p>
      <div className="fields">
        <Field
          label="Quantity"
          type="number"
          value={inputText(line.fields['Quantity'])}
          onSave={save('Quantity', 'double')}
        />
        {fields
          .filter((field) => isShown(field, line))
          .map(({ name, label, type }) => (
            <Field
              key={name}
              label={label}
              type={inputType(type)}
              value={inputText(line.fields[name])}
              onSave={save(name, type)}
            />
          ))}
      </div>
    </li>
  );
};

/** The products of the opportunity: quantity and the org's own fields can be edited. */
export const ProductList = ({ detail }: { detail: OpportunityDetail }) => (
  <section className="box" aria-labelledby="products">
    <h2 id="products">Products</h2>
    {detail.lines.length === 0 && <p className="quiet">This opportunity has no products.</p>}
    <ul className="line-items">
      {detail.lines.map((line) => (
        <ProductLine key={line.id} line={line} fields={detail.lineFields} currency={detail.currency} />
      ))}
    </ul>
  </section>
);
