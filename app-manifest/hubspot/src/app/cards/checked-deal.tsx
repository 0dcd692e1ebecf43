import {
  Alert,
  Box,
  Divider,
  Flex,
  LoadingButton,
  LoadingSpinner,
  Statistics,
  StatisticsItem,
  Text,
} from '@hubspot/ui-extensions';
import type { CheckedCard } from './card-view.ts';
import { CheckList } from './check-list.tsx';
import { LineTable } from './line-table.tsx';
import { OptionTable } from './option-table.tsx';
import { SignoffList } from './signoff-list.tsx';
import { VERDICT_ALERT } from './status.tsx';
import type { CardState } from './use-card.ts';

const Figures = ({ view }: { view: CheckedCard }) => (
  <Statistics>
    {view.figures.map((figure) => (
      <StatisticsItem key={figure.label} label={figure.label} number={figure.value}>
        {figure.note !== null && <Text variant="microcopy">{figure.note}</Text>}
      </StatisticsItem>
    ))}
  </Statistics>
);

const Foot = ({ view, card }: { view: CheckedCard; card: CardState }) => (
  <Flex direction="column" gap="small">
    <Divider />
    <Flex align="center" gap="small">
      <Box flex="none">
        <LoadingButton variant="primary" loading={card.asking || view.pending} onClick={card.recheck}>
          {card.asking || view.pending ? 'Checking' : 'Re-check'}
        </LoadingButton>
      </Box>
      <Box flex={1}>
        <Text variant="microcopy">{view.sheet}</Text>
        <Text variant="microcopy">{view.checked}</Text>
      </Box>
    </Flex>
    {card.fault !== null && <Text variant="microcopy">This may be out of date: {card.fault}</Text>}
  </Flex>
);

/** The whole answer: sentence, figures, checks, options, sign-offs. */
export const CheckedDeal = ({ view, card }: { view: CheckedCard; card: CardState }) => (
  <Flex direction="column" gap="medium">
    <Alert title={view.sentence} variant={VERDICT_ALERT[view.verdict]}>
      {view.detail}
    </Alert>
    {view.pending && (
      <LoadingSpinner label="The deal changed: a newer check is on its way" showLabel size="xs" layout="inline" />
    )}
    <Figures view={view} />
    {view.lines.length > 0 && <LineTable lines={view.lines} />}
    <CheckList checks={view.checks} />
    {view.options.length > 0 && <OptionTable options={view.options} />}
    {view.signoffs.length > 0 && <SignoffList signoffs={view.signoffs} />}
    <Foot view={view} card={card} />
  </Flex>
);
