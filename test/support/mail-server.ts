import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
type ReceivedMail = { to: string[]; subject: string; text: string; raw: string };

/** A mail server on a free port of this machine. `refuse` makes it turn mails away. */
export type MailServer = { url: string; mails: ReceivedMail[]; refuse: { isOn: boolean }; close: () => Promise<void> };

const decodeWord = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_whole, how: string, word: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

const toMail = (raw: string, to: string[]): ReceivedMail => {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  const subject = decodeWord(/^subject: (.*)$/im.exec(unfolded)?.[1] ?? '');
  const text = body.join('\r\n\r\n');
  const encoding = /^content-transfer-encoding: (.*)$/im.exec(unfolded)?.[1] ?? '7bit';
  const decoded =
    encoding === 'base64'
      ? Buffer.from(text, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? decodeQuoted(text)
        : text;
  return { to, subject, text: decoded, raw };
};

export const startMailServer = async (): Promise<MailServer> => {
  const mails: ReceivedMail[] = [];
  const refuse = { isOn: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refuse.isOn) return done(new Error('Mailbox is full'));
        mails.push(
          toMail(
            Buffer.concat(chunks).toString('utf8'),
            session.envelope.rcptTo.map(({ address }) => address),
          ),
        );
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
