import { formatMoney, toDateInput } from '../format.ts';
import { updateDeal } from '../portal-api.ts';
import type { DealDetail } from '../portal-api.ts';
import { useAct } from '../use-acts.tsx';
import { Field } from './field.tsx';

/** The property with the date that the customer asked for. */
const REQUESTED_DATE = 'keepable_requested_date';

/** Facts that the rep owns; the requested date can be edited. */
export const AboutDeal = ({ detail }: { detail: DealDetail }) => {
  const act = useAct();
  const { id, properties } = detail.deal;
  const save = (name: string) => (value: string) => act(updateDeal(id, { [name]: value }));
  return (
    <section className="box" aria-labelledby="about-deal">
      <h2 id="about-deal">About this deal</h2>
      <Field
        label="Requested delivery"
        type="date"
        value={toDateInput(properties[REQUESTED_DATE])}
        onSave={save(REQUESTED_DATE)}
      />
      <dl>
        <div>
          <dt>Amount</dt>
          <dd>{formatMoney(properties['amount'], properties['deal_currency_code']) || 'None'}</dd>
        </div>
        <div>
          <dt>Customer</dt>
          <dd>{detail.company?.name ?? 'None'}</dd>
        </div>
        <div>
          <dt>Owner</dt>
          <dd>{detail.owner?.name ?? 'None'}</dd>
        </div>
      </dl>
    </section>
  );
};
