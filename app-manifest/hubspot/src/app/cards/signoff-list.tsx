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
import type { CardSignoff } from './card-view.ts';
import { SignoffLabel } from './status.tsx';

/** Who was asked what, when the answer is due, and whether it is there. */
export const SignoffList = ({ signoffs }: { signoffs: CardSignoff[] }) => (
  <Flex direction="column" gap="extra-small">
    <Heading>Sign-off</Heading>
    <Table bordered={false} flush density="compact">
      <TableHead>
        <TableRow>
          <TableHeader width="min">Answer</TableHeader>
          <TableHeader>Question</TableHeader>
          <TableHeader align="right" width={180}>
            Due
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {signoffs.map((signoff) => (
          <TableRow key={signoff.id}>
            <TableCell width="min">
              <SignoffLabel status={signoff.status} />
            </TableCell>
            <TableCell>
              <Text>{signoff.question}</Text>
              <Text variant="microcopy">{signoff.who}</Text>
            </TableCell>
            <TableCell align="right" width={180}>
              {signoff.due ?? 'No date'}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </Flex>
);
