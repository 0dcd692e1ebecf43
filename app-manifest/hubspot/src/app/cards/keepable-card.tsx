import { useEffect } from 'react';
import { Button, ErrorState, Flex, LoadingSpinner, Text } from '@hubspot/ui-extensions';
import { cardUrl } from './card-api.ts';
import { CheckedDeal } from './checked-deal.tsx';
import { Notice } from './notice.tsx';
import { useCard } from './use-card.ts';

export type CardProps = {
  context: { variables?: Record<string, unknown>; crm: { objectId: number | string } };
  /** HubSpot tells when a property of the record on screen changes; there is no way to stop listening. */
  actions: { onCrmPropertiesUpdate: (properties: '*', callback: () => void) => void };
};

/** The Keepable card of a deal: loading, fault, notice or the whole answer. */
export const KeepableCard = ({ context, actions }: CardProps) => {
  const card = useCard(cardUrl(context));
  const { follow } = card;
  useEffect(() => {
    actions.onCrmPropertiesUpdate('*', follow);
  }, [actions, follow]);

  if (card.view?.state === 'checked') return <CheckedDeal view={card.view} card={card} />;
  if (card.view) return <Notice view={card.view} card={card} />;
  if (card.fault === null) return <LoadingSpinner label="Reading the delivery check" showLabel layout="centered" />;
  return (
    <ErrorState title="The delivery check could not be read">
      <Flex direction="column" align="center" gap="small">
        <Text>{card.fault} The deal itself is not affected.</Text>
        <Button onClick={follow}>Try again</Button>
      </Flex>
    </ErrorState>
  );
};
