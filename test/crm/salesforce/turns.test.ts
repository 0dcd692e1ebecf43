import { describe, expect, it } from '@jest/globals';
import { createTurns } from '../../../src/crm/salesforce/turns.ts';

describe('turns', () => {
  it('let works that share a name follow each other, and others pass', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const work = (name: string, wait?: Promise<void>) => async () => {
      log.push(`${name} begins`);
      await wait;
      log.push(`${name} ends`);
    };
    const first = turns(['acme', 'bolt'], work('first', gate.promise));
    const second = turns(['bolt', 'cogs'], work('second'));
    const third = turns(['cogs', 'acme'], work('third'));
    await turns(['dome'], work('other'));
    expect(log).toEqual(['first begins', 'other begins', 'other ends']);
    gate.resolve();
    await Promise.all([first, second, third]);
    expect(log.slice(3)).toEqual(['first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
  });

  it('go on after a work that failed', async () => {
    const turns = createTurns();
    const failing = turns(['acme'], async () => {
      throw new Error('refused');
    });
    const next = turns(['acme'], async () => 'done');
    await expect(failing).rejects.toThrow('refused');
    expect(await next).toBe('done');
  });
});
