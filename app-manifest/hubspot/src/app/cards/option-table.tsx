import {
  Flex,
  Heading,
  Icon,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { CardOption } from './card-view.ts';

/** Other promises that could be kept, what each delivers and what it costs. */
export const OptionTable = ({ options }: { options: CardOption[] }) => (
  <Flex direction="column" gap="extra-small">
    <Heading>Ways to say yes</Heading>
    <Table bordered={false} flush density="compact">
      <TableHead>
        <TableRow>
          <TableHeader>Option</TableHeader>
          <TableHeader width={220}>Delivered</TableHeader>
          <TableHeader align="right">Extra cost</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {options.map((option) => (
          <TableRow key={option.id}>
            <TableCell>
              <Text format={{ fontWeight: 'demibold' }}>{option.title}</Text>
              {option.note !== null && <Text variant="microcopy">{option.note}</Text>}
            </TableCell>
            <TableCell width={220}>
              {option.delivered.map((delivery) => (
                <Text key={delivery}>{delivery}</Text>
              ))}
              {option.meetsRequest && (
                <Text variant="microcopy">
                  <Icon name="success" color="success" size="sm" /> meets the request
                </Text>
              )}
            </TableCell>
            <TableCell align="right">{option.cost}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </Flex>
);
