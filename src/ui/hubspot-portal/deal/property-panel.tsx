import { formatDate } from '../format.ts';
import type { Properties, PropertyDefinition } from '../portal-api.ts';
import { VerdictBadge } from '../verdict-badge.tsx';

const shownValue = ({ type, options }: PropertyDefinition, value: string): string =>
  type === 'date' ? formatDate(value) : (options.find((option) => option.value === value)?.label ?? value);

type Props = { properties: Properties; definitions: PropertyDefinition[] };

/** Properties of our group that the rep fills in; they have their own fields. */
const REP_OWNED = ['keepable_requested_date', 'keepable_start_date', 'keepable_unit', 'keepable_tier'];

const isWritten = ({ name, groupName }: PropertyDefinition): boolean =>
  groupName === 'keepable' && !REP_OWNED.includes(name) && name !== 'keepable_check_key';

/** The properties that Keepable writes, as any list or report of the portal sees them. */
export const PropertyPanel = ({ properties, definitions }: Props) => {
  const written = definitions.filter((definition) => isWritten(definition) && properties[definition.name]);
  return (
    <section className="box" aria-labelledby="keepable-properties">
      <h2 id="keepable-properties">Properties written by Keepable</h2>
      {written.length === 0 && <p className="quiet">Nothing yet. Move the deal to another stage.</p>}
      <dl>
        {written.map((definition) => (
          <div key={definition.name}>
            <dt>{definition.label}</dt>
            <dd>
              {definition.name === 'keepable_verdict' ? (
                <VerdictBadge verdict={properties[definition.name] ?? null} />
              ) : (
                shownValue(definition, properties[definition.name] ?? '')
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
