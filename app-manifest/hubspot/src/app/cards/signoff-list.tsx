import { Box, Flex, Heading, Text } from '@hubspot/ui-extensions';
import type { CardSignoff } from './card-view.ts';
import { SignoffLabel } from './status.tsx';

const whoAndWhen = ({ who, due }: CardSignoff): string => (due === null ? who : `${who} · answer due ${due}`);

/** Who was asked what, and whether the answer is there. */
export const SignoffList = ({ signoffs }: { signoffs: CardSignoff[] }) => (
  <Flex direction="column" gap="small">
    <Heading>Sign-off</Heading>
    {signoffs.map((signoff) => (
      <Flex key={signoff.id} align="baseline" gap="small">
        <Box flex="none">
          <SignoffLabel status={signoff.status} />
        </Box>
        <Box flex={1}>
          <Text>{signoff.question}</Text>
          <Text variant="microcopy">{whoAndWhen(signoff)}</Text>
        </Box>
      </Flex>
    ))}
  </Flex>
);
