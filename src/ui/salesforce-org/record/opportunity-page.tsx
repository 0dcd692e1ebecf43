import { useCallback, useEffect } from 'react';
import { Field } from '../../hubspot-portal/deal/field.tsx';
import { StagePath } from '../../hubspot-portal/deal/stage-path.tsx';
import { formatDate, formatMoney } from '../../hubspot-portal/format.ts';
import { Icon } from '../../hubspot-portal/icon.tsx';
import { Acts, useAct } from '../../hubspot-portal/use-acts.tsx';
import { useDealChanges, useLive } from '../../hubspot-portal/use-live.ts';
import { CHANGES, readOpportunity, updateRecord } from '../org-api.ts';
import type { OpportunityDetail } from '../org-api.ts';
import { OrgBar, OrgNotice } from '../org-bar.tsx';
import { inputText, toValue } from './field-input.ts';
import { LightningHost } from './lightning-host.tsx';
import { ProductList } from './product-list.tsx';
import { TaskList } from './task-list.tsx';
import { Brief, WrittenFields } from './written-fields.tsx';

const REQUESTED_DATE = 'Keepable_Requested_Date__c';

const moneyOf = ({ opportunity, currency }: OpportunityDetail): string =>
  formatMoney(opportunity.fields['Amount'] === null ? null : Number(opportunity.fields['Amount']), currency);

const RecordHead = ({ detail }: { detail: OpportunityDetail }) => (
  <OrgBar>
    <a className="back" href="/">
      <Icon name="left" /> Opportunities
    </a>
    <h1>{inputText(detail.opportunity.fields['Name'])}</h1>
    <p>{moneyOf(detail)}</p>
    {detail.owner.name && <p>Owner: {detail.owner.name}</p>}
  </OrgBar>
);

/** Facts that the rep owns; the requested date can be edited. */
const Details = ({ detail }: { detail: OpportunityDetail }) => {
  const act = useAct();
  const { id, fields } = detail.opportunity;
  return (
    <section className="box" aria-labelledby="details">
      <h2 id="details">Details</h2>
      <Field
        label="Requested delivery"
        type="date"
        value={inputText(fields[REQUESTED_DATE])}
        onSave={(value) => act(updateRecord('opportunities', id, { [REQUESTED_DATE]: toValue('date', value) }))}
      />
      <dl>
        <div>
          <dt>Amount</dt>
          <dd>{moneyOf(detail) || 'None'}</dd>
        </div>
        <div>
          <dt>Account</dt>
          <dd>{detail.account.name ?? 'None'}</dd>
        </div>
        <div>
          <dt>Close date</dt>
          <dd>{formatDate(inputText(fields['CloseDate']))}</dd>
        </div>
      </dl>
    </section>
  );
};

const RecordBody = ({ detail }: { detail: OpportunityDetail }) => {
  const act = useAct();
  const { id, fields } = detail.opportunity;
  return (
    <main className="deal-page">
      <StagePath
        label="Stage"
        stages={detail.stages}
        current={inputText(fields['StageName'])}
        onMove={(stage) => act(updateRecord('opportunities', id, { StageName: stage.id }))}
      />
      <div className="deal-grid">
        <div className="deal-side">
          <Details detail={detail} />
          <ProductList detail={detail} />
        </div>
        <div className="deal-main">
          <LightningHost recordId={id} />
          <Brief fields={fields} />
        </div>
        <div className="deal-side">
          <TaskList tasks={detail.tasks} />
          <WrittenFields detail={detail} />
        </div>
      </div>
    </main>
  );
};

/** The component tells when records may be stale; the page tells the component when the record changed. */
const useStaleRecords = (reload: () => void): void => {
  useEffect(() => {
    window.addEventListener('orgrecordstale', reload);
    return () => window.removeEventListener('orgrecordstale', reload);
  }, [reload]);
};

/** The record page of an opportunity: facts to edit, the Lightning component, brief and activity, all live. */
export const OpportunityPage = ({ id }: { id: string }) => {
  const read = useCallback(() => readOpportunity(id), [id]);
  const { value: detail, fault, reload } = useLive(read);
  const onChange = useCallback(
    (changed: string | null) => {
      if (changed !== null && changed !== id) return;
      reload();
      window.dispatchEvent(new CustomEvent('orgrecordchanged', { detail: changed }));
    },
    [id, reload],
  );
  useDealChanges(onChange, CHANGES);
  useStaleRecords(reload);
  const name = detail?.opportunity.fields['Name'];
  useEffect(() => {
    if (name) document.title = `${String(name)} | Sandbox org`;
  }, [name]);
  if (!detail) return <OrgNotice>{fault ?? 'Reading the opportunity'}</OrgNotice>;
  return (
    <>
      <RecordHead detail={detail} />
      <Acts>
        <RecordBody detail={detail} />
      </Acts>
    </>
  );
};
