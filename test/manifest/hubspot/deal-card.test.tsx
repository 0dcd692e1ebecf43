import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  Alert,
  Button,
  DescriptionListItem,
  EmptyState,
  ErrorState,
  LoadingButton,
  LoadingSpinner,
  StatisticsItem,
  TableRow,
  Tag,
  Text,
  hubspot,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import type { CardView, CheckedCard, NoticeCard } from '../../../app-manifest/hubspot/src/app/cards/card-view.ts';
import { KeepableCard } from '../../../app-manifest/hubspot/src/app/cards/keepable-card.tsx';

const golden = (facts: Partial<CheckedCard> = {}): CheckedCard => ({
  ...(JSON.parse(readFileSync(new URL('../../fixtures/card-view.json', import.meta.url), 'utf8')) as CheckedCard),
  ...facts,
});

const NOT_CHECKED: NoticeCard = { state: 'not_checked', title: 'Not checked yet', message: 'Soon.', pending: false };

type Answer = CardView | { status: number; view?: CardView };

const toResponse = (answer: Answer): Response =>
  'status' in answer ? Response.json(answer.view ?? {}, { status: answer.status }) : Response.json(answer);

/** The card in HubSpot's own test renderer. Reads get these answers in turn, the last one for ever; posts are accepted. */
const openCard = (...answers: Answer[]) => {
  const calls: string[] = [];
  const reads = [...answers];
  jest.spyOn(hubspot, 'fetch').mockImplementation((url, options) => {
    const method = options?.method ?? 'GET';
    calls.push(`${method} ${url instanceof URL ? url.href : url}`);
    if (method === 'POST') return Promise.resolve(Response.json({}, { status: 202 }));
    const answer = reads.length > 1 ? reads.shift() : reads[0];
    return Promise.resolve(toResponse(answer ?? { status: 500 }));
  });
  const card = createRenderer('crm.record.tab');
  const listeners: (() => void)[] = [];
  card.render(
    <KeepableCard
      context={{ variables: { KEEPABLE_URL: 'https://keepable.test' }, crm: { objectId: 1001 } }}
      actions={{ onCrmPropertiesUpdate: (_properties, callback) => void listeners.push(callback) }}
    />,
  );
  return { ...card, calls, changeDeal: () => listeners.forEach((listener) => listener()) };
};

const openAnswer = async (...answers: Answer[]) => {
  const card = openCard(...answers);
  await card.waitFor(() => card.find(Alert));
  return card;
};

type Node = { text?: string | null; childNodes?: Node[] };

/** All the words in a part of the card, in reading order. */
const wordsOf = (node: Node): string =>
  node.childNodes?.length ? node.childNodes.map(wordsOf).join(' ') : (node.text ?? '');

const POLL_MS = 1500;

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'setImmediate', 'nextTick'] }));
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('the Keepable card of a checked deal', () => {
  it('says that it reads until the answer is there', async () => {
    const card = openCard(golden());
    expect(card.find(LoadingSpinner).props.label).toBe('Reading the delivery check');
    await card.waitFor(() => card.find(Alert));
    expect(card.maybeFind(LoadingSpinner)).toBeNull();
  });

  it('asks our service for this deal at the address of the profile', async () => {
    const { calls } = await openAnswer(golden());
    expect(calls).toEqual(['GET https://keepable.test/api/hubspot/card?dealId=1001']);
  });

  it('leads with the verdict sentence, red for a late deal, and the three figures', async () => {
    const card = await openAnswer(golden());
    expect(card.find(Alert).props).toMatchObject({ variant: 'danger', title: golden().sentence });
    const figures = card.findAll(StatisticsItem).map(({ props }) => `${props.label} ${props.number}`);
    expect(figures).toEqual(['Requested 17 Mar 2026', 'Earliest, full 19 Mar 2026', 'Slack −2 days']);
  });

  it.each([
    ['ok', 'success'],
    ['tight', 'warning'],
    ['cannot_tell', 'info'],
    ['invalid', 'danger'],
  ] as const)('shows the verdict %s in the colour %s: what is unknown is never green', async (verdict, variant) => {
    const card = await openAnswer(golden({ verdict }));
    expect(card.find(Alert).props.variant).toBe(variant);
  });

  it('gives every check its word, and never calls a check passed that could not run', async () => {
    const card = await openAnswer(golden());
    const words = card.findAll(Tag).map((tag) => tag.text?.trim());
    expect(words.slice(1, 6)).toEqual(['Fail', 'Action required', 'Warning', 'Not checked', 'Pass']);
  });

  it('opens the why of a check with the sheet rows behind it, and closes it again', async () => {
    const card = await openAnswer(golden());
    const why = () => card.findAll(Button, { variant: 'transparent' })[0];
    why()?.trigger('onClick');
    await card.waitFor(() => card.find(DescriptionListItem));
    expect(card.findAll(DescriptionListItem).map((fact) => wordsOf(fact))).toEqual([
      '22 h (Routing!2)',
      '60 h of 80 h (Commitments!7)',
    ]);
    why()?.trigger('onClick');
    await card.waitFor(() => expect(card.maybeFind(DescriptionListItem)).toBeNull());
  });

  it('shows ways to say yes with their cost, and who was asked by when', async () => {
    const card = await openAnswer(golden());
    const rows = card.findAll(TableRow).map((row) => wordsOf(row));
    expect(rows.find((row) => row.includes('Rush material'))).toContain('$300');
    expect(rows.find((row) => row.includes('Can we deliver 100 BRK'))).toContain('Production planner');
  });
});

describe('the Keepable card while the deal changes', () => {
  it('reads again when HubSpot tells that the record changed', async () => {
    const card = await openAnswer(golden(), golden({ verdict: 'ok', sentence: 'Can deliver 12 Mar 2026.' }));
    card.changeDeal();
    await card.waitFor(() => card.find(Alert, { title: 'Can deliver 12 Mar 2026.' }));
  });

  it('says that a newer check is on its way and looks again until it is there', async () => {
    const card = await openAnswer(golden({ pending: true }), golden({ pending: true }), golden());
    expect(card.find(LoadingSpinner).props.label).toBe('The deal changed: a newer check is on its way');
    await jest.advanceTimersByTimeAsync(POLL_MS);
    await jest.advanceTimersByTimeAsync(POLL_MS);
    await card.waitFor(() => expect(card.maybeFind(LoadingSpinner)).toBeNull());
    await jest.advanceTimersByTimeAsync(10 * POLL_MS);
    expect(card.calls).toHaveLength(3);
  });

  it('keeps looking for a while after a change that the service has not heard of yet', async () => {
    const later = golden({ checkedAt: '2026-03-02T15:19:00.000Z', sentence: 'Can deliver 12 Mar 2026.' });
    const card = await openAnswer(golden(), golden(), golden(), later);
    card.changeDeal();
    await jest.advanceTimersByTimeAsync(2 * POLL_MS);
    expect(card.find(Alert).props.title).toBe(golden().sentence);
    await jest.advanceTimersByTimeAsync(2 * POLL_MS);
    await card.waitFor(() => card.find(Alert, { title: 'Can deliver 12 Mar 2026.' }));
    await jest.advanceTimersByTimeAsync(20 * POLL_MS);
    expect(card.calls).toHaveLength(4);
  });

  it('stops looking when a change turns out not to matter', async () => {
    const card = await openAnswer(golden());
    card.changeDeal();
    await jest.advanceTimersByTimeAsync(60 * POLL_MS);
    expect(card.calls).toHaveLength(6);
  });

  it('stops looking after half a minute: a service that is stuck is not asked for ever', async () => {
    const card = await openAnswer(golden({ pending: true }));
    for (let look = 0; look < 40; look += 1) await jest.advanceTimersByTimeAsync(POLL_MS);
    expect(card.calls).toHaveLength(21);
  });

  it('asks for a new check with the primary button and shows what came of it', async () => {
    const card = await openAnswer(golden(), golden({ pending: true }));
    card.find(LoadingButton, { variant: 'primary' }).trigger('onClick');
    await card.waitFor(() => card.find(LoadingSpinner));
    expect(card.calls[1]).toBe('POST https://keepable.test/api/hubspot/card?dealId=1001');
    expect(card.find(LoadingButton).props.loading).toBe(true);
  });
});

describe('the Keepable card without an answer', () => {
  it('offers to check a deal that was never checked', async () => {
    const card = openCard(NOT_CHECKED, golden());
    await card.waitFor(() => card.find(EmptyState, { title: 'Not checked yet' }));
    card.find(LoadingButton).trigger('onClick');
    await card.waitFor(() => card.find(Alert));
  });

  it('offers no button where the reader can do nothing about it', async () => {
    const card = openCard({ ...NOT_CHECKED, state: 'no_sheet', title: 'No capacity sheet yet' });
    await card.waitFor(() => card.find(EmptyState));
    expect(card.maybeFind(LoadingButton)).toBeNull();
  });

  it('shows a refusal as a refusal, not as a fault', async () => {
    const view: NoticeCard = { ...NOT_CHECKED, state: 'not_permitted', title: 'You cannot see this delivery check' };
    const card = openCard({ status: 403, view });
    await card.waitFor(() => card.find(EmptyState, { imageName: 'lock' }));
  });

  it('says when the service cannot be read, and tries again on request', async () => {
    const card = openCard({ status: 503 }, golden());
    await card.waitFor(() => card.find(ErrorState));
    card.find(Button).trigger('onClick');
    await card.waitFor(() => card.find(Alert));
  });

  it('keeps the last answer on screen when a later reading fails, and says that it may be old', async () => {
    const card = await openAnswer(golden(), { status: 503 });
    card.changeDeal();
    const saysOld = () => card.findAll(Text).some((text) => wordsOf(text).includes('may be out of date'));
    await card.waitFor(() => expect(saysOld()).toBe(true));
    expect(card.find(Alert).props.title).toBe(golden().sentence);
  });
});

describe('the package that HubSpot installs for the card', () => {
  it('names the versions that the card was tested with', () => {
    const read = (path: string) =>
      JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { dependencies: Record<string, string> };
    const root = read('../../../package.json').dependencies;
    const card = read('../../../app-manifest/hubspot/src/app/cards/package.json').dependencies;
    expect(root).toMatchObject(card);
  });
});
