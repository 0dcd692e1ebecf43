import { EmptyState, Flex, LoadingButton, Text } from '@hubspot/ui-extensions';
import type { NoticeCard } from './card-view.ts';
import type { CardState } from './use-card.ts';

const IMAGE = { not_checked: 'target', no_sheet: 'emptyStateCharts', not_permitted: 'lock' } as const;

/** Nothing to show yet: why, and what to do about it. */
export const Notice = ({ view, card }: { view: NoticeCard; card: CardState }) => (
  <EmptyState title={view.title} imageName={IMAGE[view.state]} layout="vertical" imageWidth={96}>
    <Flex direction="column" align="center" gap="small">
      <Text>{view.message}</Text>
      {view.state === 'not_checked' && (
        <LoadingButton variant="primary" loading={card.asking || view.pending} onClick={card.recheck}>
          {view.pending ? 'Checking' : 'Check this deal'}
        </LoadingButton>
      )}
      {card.fault !== null && <Text variant="microcopy">{card.fault}</Text>}
    </Flex>
  </EmptyState>
);
