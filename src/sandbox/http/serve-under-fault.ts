import { setTimeout as delay } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Fault } from '../faults/fault-plan.ts';

/** What a pretend CRM answers: an absent body goes out as no content, text as it is, anything else as JSON. */
export type HttpAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

/** What came of a request: `status` null = the connection was cut; `applied` = the work was done. */
export type Outcome = { status: number | null; applied: boolean };

type Work = {
  fault: Fault | null;
  run: () => HttpAnswer | Promise<HttpAnswer>;
  /** Called when the work is done and before the answer leaves. */
  note: (outcome: Outcome) => void;
};

/** Does the work under its fault and answers. */
export const serveUnderFault = async (
  { req, res }: { req: Request; res: Response },
  { fault, run, note }: Work,
): Promise<void> => {
  if (fault?.delayMs) await pause(fault.delayMs);
  const { answer, applied } = await outcomeOf(fault, run);
  note({ status: answer?.status ?? null, applied });
  if (fault?.answerDelayMs) await pause(fault.answerDelayMs);
  if (!answer) req.socket.destroy();
  else if (fault?.truncate) breakOff(res, answer);
  else sendAnswer(res, answer);
};

/** What comes of the work under its fault: no answer means that the connection is cut. */
const outcomeOf = async (
  fault: Fault | null,
  run: Work['run'],
): Promise<{ answer: HttpAnswer | null; applied: boolean }> => {
  if (fault?.reset === 'before') return { answer: null, applied: false };
  if (fault?.answer) return { answer: fault.answer, applied: false };
  const answer = await run();
  return { answer: fault?.reset === 'after' ? null : answer, applied: answer.status < 300 };
};

/** A wait that does not keep the process alive. */
const pause = (ms: number): Promise<void> => delay(ms, undefined, { ref: false });

export const sendAnswer = (res: Response, { status, body, headers = {} }: HttpAnswer): void => {
  res.status(status).set(headers);
  if (body === undefined) res.end();
  else if (typeof body === 'string') res.send(body);
  else res.type('application/json').send(JSON.stringify(body));
};

const breakOff = (res: Response, { status, body, headers = {} }: HttpAnswer): void => {
  const text = Buffer.from(JSON.stringify(body ?? {}));
  res.writeHead(status, { ...headers, 'Content-Type': 'application/json', 'Content-Length': text.length });
  res.write(text.subarray(0, Math.floor(text.length / 2)), () => res.destroy());
};
