import {
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
import type { CardLine } from './card-view.ts';
import { VerdictLabel } from './status.tsx';

/** Each line with the date that is asked for, the earliest date for the full quantity, and the slack between them. */
export const LineTable = ({ lines }: { lines: CardLine[] }) => (
  <Flex direction="column" gap="extra-small">
    <Heading>Lines</Heading>
    <Table bordered={false} flush density="compact">
      <TableHead>
        <TableRow>
          <TableHeader>Line</TableHeader>
          <TableHeader>Requested</TableHeader>
          <TableHeader>Earliest, full</TableHeader>
          <TableHeader align="right">Slack</TableHeader>
          <TableHeader>Answer</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map((line) => (
          <TableRow key={line.id}>
            <TableCell>
              <Text format={{ fontWeight: 'demibold' }}>{line.title}</Text>
            </TableCell>
            <TableCell>{line.requested}</TableCell>
            <TableCell>{line.earliest}</TableCell>
            <TableCell align="right">{line.slack}</TableCell>
            <TableCell>
              <VerdictLabel verdict={line.verdict} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </Flex>
);
