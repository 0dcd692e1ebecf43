import type { Kysely } from 'kysely';
import { markDirty } from '../../db/deal-work.ts';
import { asInstall } from '../../db/roles.ts';
import type { Tx } from '../../db/roles.ts';
import type { Schema } from '../../db/schema.ts';
import { asksOf, lockAsk } from '../../db/signoff-asks.ts';
import type { StoredAsk } from '../../db/signoff-asks.ts';
import { findLink, installOfToken, markLink } from '../../db/signoff-links.ts';
import type { OpenedLink } from '../../db/signoff-links.ts';
import { activeSheet } from '../../db/sheet-versions.ts';
import { changeAsk } from '../../inbox/change-ask.ts';
import { isSamePerson } from '../../signoff/ask.ts';
import type { Ask, AskRevision } from '../../signoff/ask.ts';
import type { AskEvent, RefusalCode } from '../../signoff/ask-event.ts';
import type { Said } from './answer-input.ts';

/** What a link leads to: the question, and the latest round of it when it was asked again since. */
export type Opened = { link: OpenedLink; stored: StoredAsk; latest: StoredAsk };

/** unknown: nobody was given this link; ended: it is too old. */
type Looked = Opened | 'unknown' | 'ended';

export type Acted = { is: 'done'; ask: Ask } | { is: 'refused'; code: RefusalCode; message: string };

export type AnswerDesk = {
  look(token: string): Promise<Looked>;
  /** Records what the person of the link says about the revision that their form showed. */
  say(token: string, said: Exclude<Said, { is: 'wrong' }>, shownRevisionId: string): Promise<Acted>;
  undo(token: string): Promise<Acted>;
  /** Sales gives what operations asked for. */
  inform(token: string, what: string): Promise<Acted>;
};

/** Takes back everything that the transaction did. */
class Refused extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

const latestRound = (asks: readonly StoredAsk[], { ask: { role, cause } }: StoredAsk): StoredAsk | undefined =>
  asks.filter(({ ask }) => ask.role === role && ask.cause === cause).sort((a, b) => b.ask.round - a.ask.round)[0];

const lookUp = async (tx: Tx, token: string, now: Date): Promise<Looked> => {
  const link = await findLink(tx, token);
  if (!link) return 'unknown';
  if (link.endsAt <= now) return 'ended';
  const asks = await asksOf(tx, [link.dealId]);
  const stored = asks.find(({ ask }) => ask.key === link.key);
  return stored ? { link, stored, latest: latestRound(asks, stored) ?? stored } : 'unknown';
};

const GONE = 'This link is not valid any more.';

/** The question behind a link, locked; the deal is marked first, as the worker does, so that the two never wait for each other. */
const lockBehind = async (tx: Tx, token: string, now: Date): Promise<{ link: OpenedLink; stored: StoredAsk }> => {
  const link = await findLink(tx, token);
  if (!link || link.endsAt <= now) throw new Refused('NOT_OPEN', GONE);
  await markDirty(tx, [{ kind: 'deal', objectId: link.dealId }], now);
  const stored = await lockAsk(tx, link);
  if (!stored) throw new Refused('NOT_OPEN', GONE);
  return { link, stored };
};

type Act = (found: { link: OpenedLink; stored: StoredAsk }) => { event: AskEvent; usedAt?: Date | null };

const saying = (said: Exclude<Said, { is: 'wrong' }>, shownRevisionId: string, { ask, link, at }: Saying): AskEvent =>
  said.is === 'need'
    ? { is: 'information_needed', at, by: link.person, what: said.what }
    : {
        is: 'decided',
        at,
        by: link.person,
        answer: said.answer,
        shownRevisionId,
        note: said.note,
        validDays: ask.validDays,
      };

type Saying = { ask: Ask; link: OpenedLink; at: string };

/** Reads and answers questions by their links. Reading changes nothing; an answer, its audit entry and the deal's next check are one transaction. */
export const answerDesk = (db: Kysely<Schema>, { now, wake }: { now: () => Date; wake: () => void }): AnswerDesk => {
  const act = async (token: string, decide: Act): Promise<Acted> => {
    const installId = installOfToken(token);
    if (installId === null) return { is: 'refused', code: 'NOT_OPEN', message: GONE };
    try {
      const ask = await asInstall(db, installId, (tx) => actIn(tx, { installId, token, now: now() }, decide));
      wake();
      return { is: 'done', ask };
    } catch (error) {
      if (error instanceof Refused) return { is: 'refused', code: error.code, message: error.message };
      throw error;
    }
  };
  const at = (): string => now().toISOString();
  return {
    look: async (token) => {
      const installId = installOfToken(token);
      return installId === null ? 'unknown' : asInstall(db, installId, (tx) => lookUp(tx, token, now()));
    },
    say: (token, said, shownRevisionId) =>
      act(token, ({ link, stored }) => ({
        event: saying(said, shownRevisionId, { ask: stored.ask, link, at: at() }),
        ...(said.is === 'answer' ? { usedAt: now() } : {}),
      })),
    undo: (token) => act(token, ({ link }) => ({ event: { is: 'undone', at: at(), by: link.person }, usedAt: null })),
    inform: (token, what) =>
      act(token, ({ link }) => ({ event: { is: 'information_given', at: at(), by: link.person, what } })),
  };
};

const OWN = 'Whoever asks cannot answer: another person has to.';
const NOT_ASKED = 'Only the person who asked can give the information.';

const actIn = async (tx: Tx, at: { installId: number; token: string; now: Date }, decide: Act): Promise<Ask> => {
  const found = await lockBehind(tx, at.token, at.now);
  const sheet = await activeSheet(tx);
  if (!sheet) throw new Refused('NOT_OPEN', 'No capacity sheet is published any more: nothing can be answered.');
  const { event, usedAt } = decide(found);
  const isAsker = isSamePerson(found.link.person, found.stored.ask.requester);
  if (isAsker !== (event.is === 'information_given')) throw new Refused('OWN_REQUEST', isAsker ? OWN : NOT_ASKED);
  if (event.is === 'decided' && found.link.usedAt !== null)
    throw new Refused('ALREADY_DECIDED', 'This link was used for an answer already.');
  const changed = await changeAsk(tx, { installId: at.installId, stored: found.stored, sheet: sheet.facts, event });
  if ('refused' in changed) throw new Refused(changed.refused, changed.message);
  if (usedAt !== undefined) await markLink(tx, found.link, usedAt);
  return changed.ask;
};

/** The revision that a link or a form showed, as far as it is still known. */
export const revisionShown = ({ revisions }: StoredAsk, id: string): AskRevision | null =>
  revisions.find((each) => each.id === id) ?? null;
