import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asInstall } from '../../src/db/roles.ts';
import { asksOf } from '../../src/db/signoff-asks.ts';
import { tickAsks } from '../../src/inbox/tick-asks.ts';
import { silentLogger } from '../../src/logger.ts';
import { smtpMailer } from '../../src/mail/mailer.ts';
import { sendMails } from '../../src/mail/send-mails.ts';
import type { Mailer } from '../../src/mail/mailer.ts';
import type { MailServer } from '../support/mail-server.ts';
import { startMailServer } from '../support/mail-server.ts';
import type { RunningDemo } from '../support/running-demo.ts';
import { eventually, runDemo } from '../support/running-demo.ts';
import { aSheet, aSettings, twoBusyWeeks } from '../support/a-sheet.ts';
import { answer, answerLink, visit } from '../support/signoff-visitor.ts';

const HOUR = 3_600_000;

describe('time that passes over a question', () => {
  let post: MailServer;
  let mailer: Mailer;
  let demo: RunningDemo;
  let dealId: string;
  let link: string;
  beforeEach(async () => {
    post = await startMailServer();
    mailer = smtpMailer(post.url, 'Keepable <keepable@example.com>');
    const settings = aSettings({ defaultLiaison: 'lead@example.com' });
    demo = await runDemo({ sheet: aSheet({ settings, commitments: twoBusyWeeks() }), env: { SMTP_URL: post.url } });
    dealId = demo.putDeal();
    demo.change(dealId, { dealstage: 'proposal' });
    link = await answerLink(demo, dealId, /^Can we deliver/);
  });
  afterEach(async () => {
    await demo.stop();
    mailer.close();
    await post.close();
  });

  /** One round of the clock, as it comes every thirty seconds. */
  const round = async (): Promise<void> => {
    const { database, now, settings } = demo.parts;
    const db = database.kysely;
    await tickAsks({ db, now, admin: 'admin@example.com', wake: () => database.workSignal.send() });
    const links = { publicUrl: settings.publicUrl, keys: settings.encryptionKeys };
    await sendMails({ db, links, mailer, now, logger: silentLogger });
  };
  const subjects = (): string[] => post.mails.map(({ to, subject }) => `${to.join()}: ${subject}`);
  const ask = async () =>
    (await asInstall(demo.parts.database.kysely, demo.install.id, (tx) => asksOf(tx, [dealId])))[0]?.ask;

  it('is mailed to the liaison with a link that answers, and the answer to the rep', async () => {
    await round();
    expect(subjects()).toEqual(['line1@example.com: Can we deliver 100 BRK by 17 Mar 2026?']);
    const mailed = /https?:\S+\/signoff\/[\w-]+/.exec(post.mails[0]?.text ?? '')?.[0] ?? '';
    expect(mailed).toBe(link);
    expect(post.mails[0]?.text).toContain('Answer by 2 Mar 2026, 17:00 CST.');
    expect((await answer(mailed, 'yes')).status).toBe(303);
    await round();
    expect(subjects().slice(1)).toEqual(['rep@example.com: Answered: Can we deliver 100 BRK by 17 Mar 2026?']);
    expect(post.mails[1]?.text).toContain('Yes. Answered by line1@example.com.');
  });

  it('reminds at 50 and 80 %, then passes the question upwards, with a task and a link for the next person', async () => {
    await round();
    demo.advance(4 * HOUR);
    await round();
    await round();
    demo.advance(2.4 * HOUR);
    await round();
    demo.advance(1.6 * HOUR);
    await round();
    expect(subjects().slice(1)).toEqual([
      'line1@example.com: 50 % of the time is over: Can we deliver 100 BRK by 17 Mar 2026?',
      'line1@example.com: 80 % of the time is over: Can we deliver 100 BRK by 17 Mar 2026?',
      'lead@example.com: Overdue, now with you: Can we deliver 100 BRK by 17 Mar 2026?',
    ]);
    const next = await eventually(
      () => answerLink(demo, dealId, /^Can we deliver/),
      (seen) => seen !== link,
    );
    expect(post.mails[3]?.text).toContain(next);
    expect((await answer(next, 'no', { reason: 'CAPACITY' })).status).toBe(303);
    expect((await ask())?.decision?.by).toBe('lead@example.com');
  });

  it('reminds sales while operations waits for information', async () => {
    await answer(link, 'need', { what: 'Which finish?' });
    demo.advance(4 * HOUR);
    await round();
    const toRep = post.mails.filter(({ to }) => to.includes('rep@example.com'));
    expect(toRep.map(({ subject }) => subject)).toEqual([
      'Operations needs to know something: Can we deliver 100 BRK by 17 Mar 2026?',
      'Operations waits, 50 % of the time is over: Can we deliver 100 BRK by 17 Mar 2026?',
    ]);
    const forSales = /https?:\S+\/signoff\/[\w-]+/.exec(toRep[0]?.text ?? '')?.[0] ?? '';
    expect((await visit(forSales)).text).toContain('Which finish?');
  });

  it('sends a mail again that was not accepted, once, and keeps no text of it', async () => {
    post.refuse.isOn = true;
    await round();
    expect(post.mails).toEqual([]);
    const kept = await demo.parts.database.kysely.selectFrom('ask_mails').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain('/signoff/');
    post.refuse.isOn = false;
    await round();
    expect(post.mails).toEqual([]);
    demo.advance(3 * 60_000);
    await Promise.all([round(), round()]);
    await round();
    expect(subjects()).toEqual(['line1@example.com: Can we deliver 100 BRK by 17 Mar 2026?']);
  });

  it('asks nobody any more what was answered before the mail went out', async () => {
    await answer(link, 'yes');
    await round();
    expect(subjects()).toEqual(['rep@example.com: Answered: Can we deliver 100 BRK by 17 Mar 2026?']);
  });
});
