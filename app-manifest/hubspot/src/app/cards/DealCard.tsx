import { hubspot } from '@hubspot/ui-extensions';
import { KeepableCard } from './keepable-card.tsx';

hubspot.extend<'crm.record.tab'>(({ context, actions }) => <KeepableCard context={context} actions={actions} />);
