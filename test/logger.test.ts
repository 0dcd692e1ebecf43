import { describe, expect, it } from '@jest/globals';
import { AppError } from '../src/errors.ts';
import { createLogger } from '../src/logger.ts';

const CANARY = 'Canary Bird Brackets';

describe('the log', () => {
  const logged = (error: unknown): string => {
    const lines: string[] = [];
    createLogger('debug', { write: (line) => void lines.push(line) }).warn({ err: error }, 'work failed');
    return lines.join('');
  };

  it('says our sentence, code, facts and place of a fault', () => {
    const line = logged(
      new AppError('CRM_NOT_FOUND', 'HubSpot does not have this record.', { details: { status: 404 } }),
    );
    expect(JSON.parse(line)).toMatchObject({
      err: { code: 'CRM_NOT_FOUND', message: 'HubSpot does not have this record.', details: { status: 404 } },
    });
    expect(line).toContain('logger.test');
  });

  it.each([
    ['an answer of the CRM', new Error(`HTTP-Code: 400\nMessage: refused\nBody: {"dealname":"${CANARY}"}`)],
    ['a parser', new SyntaxError(`Unexpected token 'C', "${CANARY}" is not valid JSON`)],
    ['the database', Object.assign(new Error(`invalid input syntax: "${CANARY}"`), { code: '22P02', detail: CANARY })],
    ['a rule of the portal', new AppError('CRM_REJECTED_FIELD', `HubSpot refused the update: ${CANARY}.`)],
  ])('never says what %s quotes, not as a cause and not in the stack', (_who, error) => {
    expect(logged(error)).not.toContain(CANARY);
    expect(logged(new AppError('CRM_UNAVAILABLE', 'HubSpot could not answer.', { cause: error }))).not.toContain(
      CANARY,
    );
    expect(logged(error)).toContain(error.name);
  });

  it('says nothing of a thrown text', () => {
    expect(logged(CANARY)).not.toContain(CANARY);
  });
});
