import { useState } from 'react';
import {
  Button,
  DescriptionList,
  DescriptionListItem,
  Flex,
  Heading,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
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
    {check.fix !== null && <Text>What to do: {check.fix}</Text>}
    {check.question !== null && <Text>To ask the customer: {check.question}</Text>}
  </Flex>
);

const hasWhy = (check: CardCheck): boolean =>
  check.evidence.length > 0 || check.fix !== null || check.question !== null;

const CheckRow = ({ check }: { check: CardCheck }) => {
  const [open, setOpen] = useState(false);
  return (
    <TableRow>
      <TableCell width="min">
        <CheckLabel status={check.status} />
      </TableCell>
      <TableCell>
        <Text>
          <Text inline format={{ fontWeight: 'demibold' }}>
            {check.title}:
          </Text>{' '}
          {check.message}
        </Text>
        {open && <Why check={check} />}
      </TableCell>
      <TableCell width="min" align="right">
        {hasWhy(check) && (
          <Button variant="transparent" size="xs" onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Why'}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
};

/** What each check says, worst first, with the facts behind it on demand. */
export const CheckList = ({ checks }: { checks: CardCheck[] }) => (
  <Flex direction="column" gap="extra-small">
    <Heading>Checks</Heading>
    <Table bordered={false} flush density="compact">
      <TableHead>
        <TableRow>
          <TableHeader width="min">Result</TableHeader>
          <TableHeader>What was found</TableHeader>
          <TableHeader width="min" align="right">
            Facts
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {checks.map((check) => (
          <CheckRow key={check.id} check={check} />
        ))}
      </TableBody>
    </Table>
  </Flex>
);
