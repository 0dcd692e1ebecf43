import { useState } from 'react';
import { Box, Button, DescriptionList, DescriptionListItem, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { CardCheck, CardEvidence } from './card-view.ts';
import { CheckLabel } from './status.tsx';

const evidenceText = ({ value, row }: CardEvidence): string => (row === null ? value : `${value} (${row})`);

const Why = ({ check }: { check: CardCheck }) => (
  <Flex direction="column" gap="extra-small">
    {check.evidence.length > 0 && (
      <DescriptionList direction="row">
        {check.evidence.map((fact, index) => (
          <DescriptionListItem key={index} label={fact.what}>
            <Text>{evidenceText(fact)}</Text>
          </DescriptionListItem>
        ))}
      </DescriptionList>
    )}
    {check.fix !== null && <Text>To fix it: {check.fix}</Text>}
    {check.question !== null && <Text>To ask the customer: {check.question}</Text>}
  </Flex>
);

const hasWhy = (check: CardCheck): boolean =>
  check.evidence.length > 0 || check.fix !== null || check.question !== null;

const CheckRow = ({ check }: { check: CardCheck }) => {
  const [open, setOpen] = useState(false);
  return (
    <Flex direction="column" gap="extra-small">
      <Flex align="baseline" gap="small">
        <Box flex="none">
          <CheckLabel status={check.status} />
        </Box>
        <Box flex={1}>
          <Text>
            <Text inline format={{ fontWeight: 'demibold' }}>
              {check.title}:
            </Text>{' '}
            {check.message}
          </Text>
        </Box>
        {hasWhy(check) && (
          <Box flex="none">
            <Button variant="transparent" size="xs" onClick={() => setOpen(!open)}>
              {open ? 'Hide' : 'Why'}
            </Button>
          </Box>
        )}
      </Flex>
      {open && <Why check={check} />}
    </Flex>
  );
};

/** What each check says, worst first, with the facts behind it on demand. */
export const CheckList = ({ checks }: { checks: CardCheck[] }) => (
  <Flex direction="column" gap="small">
    <Heading>Checks</Heading>
    {checks.map((check) => (
      <CheckRow key={check.id} check={check} />
    ))}
  </Flex>
);
