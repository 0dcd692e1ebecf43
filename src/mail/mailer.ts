import { createTransport } from 'nodemailer';
import type { MailText } from './mail-text.ts';

/** A mail to one person. The id is the same when it is sent again, so that mail servers can tell. */
export type OutgoingMail = MailText & { to: string; messageId: string };

export type Mailer = { send(mail: OutgoingMail): Promise<void>; close(): void };

const TIMEOUT_MS = 20_000;

/** Sends by SMTP (`smtp://` with STARTTLS where the server offers it, `smtps://`). */
export const smtpMailer = (url: string, from: string): Mailer => {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, messageId }) => {
      const headers = { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' };
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId, headers });
    },
    close: () => transport.close(),
  };
};
