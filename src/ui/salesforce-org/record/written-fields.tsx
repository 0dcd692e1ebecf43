import { SafeHtml } from '../../hubspot-portal/deal/safe-html.tsx';
import { formatDate, formatMoment } from '../../hubspot-portal/format.ts';
import { VerdictBadge } from '../../hubspot-portal/verdict-badge.tsx';
import type { Fields, OpportunityDetail, OrgField } from '../org-api.ts';

/** Fields of the package that the rep fills in, or that nobody reads. */
const NOT_SHOWN = ['Keepable_Requested_Date__c', 'Keepable_Check_Key__c'];

const BRIEF = 'Keepable_Brief__c';

const shownValue = ({ type, picklist }: OrgField, value: Fields[string]): string => {
  const text = String(value);
  if (type === 'date') return formatDate(text);
  if (type === 'datetime') return formatMoment(text.replace('+0000', 'Z'));
  return picklist.find((choice) => choice.value === text)?.label ?? text;
};

/** The fields that Keepable writes, as any list view or report of the org sees them. */
export const WrittenFields = ({ detail }: { detail: OpportunityDetail }) => {
  const values = detail.opportunity.fields;
  const written = detail.fields.filter(
    ({ name, html }) =>
      name.startsWith('Keepable_') && !html && !NOT_SHOWN.includes(name) && (values[name] ?? null) !== null,
  );
  return (
    <section className="box" aria-labelledby="written-fields">
      <h2 id="written-fields">Fields written by Keepable</h2>
      {written.length === 0 && <p className="quiet">Nothing yet. Move the opportunity to another stage.</p>}
      <dl>
        {written.map((field) => (
          <div key={field.name}>
            <dt>{field.label}</dt>
            <dd>
              {field.name === 'Keepable_Verdict__c' ? (
                <VerdictBadge verdict={String(values[field.name])} />
              ) : (
                shownValue(field, values[field.name] ?? null)
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

/** The handoff brief in its rich text field. */
export const Brief = ({ fields }: { fields: Fields }) => (
  <section className="box" aria-labelledby="brief">
    <h2 id="brief">Handoff brief</h2>
    {fields[BRIEF] ? <SafeHtml html={String(fields[BRIEF])} /> : <p className="quiet">No brief yet.</p>}
  </section>
);
