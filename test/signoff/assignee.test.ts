import { describe, expect, it } from '@jest/globals';
import type { Person } from '../../src/capacity/capacity-sheet.ts';
import { assign } from '../../src/signoff/assignee.ts';
import type { Routing } from '../../src/signoff/assignee.ts';
import { aSheet } from '../support/a-sheet.ts';

const person = (name: string, facts: Partial<Person> = {}): Person => ({
  name,
  role: 'Planner',
  email: `${name.toLowerCase()}@example.com`,
  crmUser: null,
  backup: null,
  maxOpen: null,
  awayFrom: null,
  awayTo: null,
  pool: null,
  row: 'People!2',
  ...facts,
});

const away = { awayFrom: '2026-03-01', awayTo: '2026-03-02' };

const asked = (people: Person[], facts: Partial<Routing> = {}) =>
  assign({
    sheet: aSheet({ people }),
    role: 'planner',
    preferred: null,
    today: '2026-03-02',
    load: new Map(),
    barred: [],
    admin: 'admin@example.com',
    ...facts,
  });

describe('who is asked', () => {
  it('asks the liaison of the binding resource first', () => {
    expect(asked([person('Ann'), person('Bob')], { preferred: 'bob@example.com' }).email).toBe('bob@example.com');
    expect(asked([person('Ann')], { preferred: 'line1@example.com' })).toEqual({
      email: 'line1@example.com',
      by: 'role',
      isFallback: false,
    });
  });

  it('takes turns: the one with the fewest open questions', () => {
    const load = new Map([['ann@example.com', 2]]);
    expect(asked([person('Ann'), person('Bob')], { load }).email).toBe('bob@example.com');
    expect(asked([person('Ann'), person('Bob')]).email).toBe('ann@example.com');
  });

  it('passes by who is away, full, or may not answer this one', () => {
    const bob = person('Bob');
    expect(asked([person('Ann', away), bob]).email).toBe('bob@example.com');
    expect(asked([person('Ann', { awayFrom: '2026-03-02' }), bob]).email).toBe('bob@example.com');
    expect(asked([person('Ann', { maxOpen: 0 }), bob]).email).toBe('bob@example.com');
    expect(asked([person('Ann'), bob], { barred: ['ANN@example.com'] }).email).toBe('bob@example.com');
    expect(asked([person('Ann', { awayFrom: '2026-03-03' }), bob]).email).toBe('ann@example.com');
  });

  it('goes to the pool, then to the backup, also to the backup of a backup', () => {
    const pooled = [person('Ann', { ...away, pool: 'plant' }), person('Bob', { role: 'Lead', pool: 'plant' })];
    expect(asked(pooled)).toMatchObject({ email: 'bob@example.com', by: 'pool' });
    const chain = [
      person('Ann', { ...away, backup: 'Bob' }),
      person('Bob', { ...away, role: 'Lead', backup: 'Cat' }),
      person('Cat', { role: 'Lead' }),
    ];
    expect(asked(chain)).toMatchObject({ email: 'cat@example.com', by: 'backup', isFallback: false });
    const circle = [person('Ann', { ...away, backup: 'Bob' }), person('Bob', { ...away, role: 'Lead', backup: 'Ann' })];
    expect(asked(circle)).toMatchObject({ by: 'liaison', isFallback: true });
  });

  it('never asks nobody: the default liaison, then the admin, and says so', () => {
    expect(asked([])).toEqual({ email: 'planning@example.com', by: 'liaison', isFallback: true });
    expect(asked([], { barred: ['planning@example.com'] })).toEqual({
      email: 'admin@example.com',
      by: 'admin',
      isFallback: true,
    });
  });
});
