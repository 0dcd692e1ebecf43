import { createMemoryCrm } from '../../../src/crm/memory/memory-crm.ts';
import type { MemoryActivity, MemoryCrm } from '../../../src/crm/memory/memory-crm.ts';
import type { CrmWorld, SeenTask } from '../crm-world.ts';
import { describeCrmContract } from '../contract.ts';

const textOf = ({ content }: MemoryActivity): string =>
  content.kind === 'brief'
    ? [content.title, ...content.sections.flatMap(({ title, paragraphs }) => [title, ...paragraphs])].join('\n')
    : [content.kind === 'note' ? content.title : '', ...content.paragraphs].join('\n');

const toSeenTask = (activity: MemoryActivity): SeenTask[] => {
  const { content, isDone } = activity;
  if (content.kind !== 'task') return [];
  return [
    {
      subject: content.subject,
      text: textOf(activity),
      dueAt: content.dueAt,
      ownerEmail: content.assigneeEmail,
      isDone,
    },
  ];
};

const openWorld = async (): Promise<CrmWorld> => {
  let nowMs = Date.parse('2026-03-02T09:00:00Z');
  let lastId = 0;
  const crm: MemoryCrm = createMemoryCrm(() => nowMs);
  const at = (id: string) => {
    const entry = crm.deals.get(id);
    if (!entry) throw new Error(`No deal ${id}.`);
    return entry;
  };
  return {
    crm,
    putDeal: ({ ownerEmail, lines, company, ...deal }) => {
      const id = String(++lastId);
      crm.put({
        ...deal,
        id,
        lines: lines.map((line, index) => ({ ...line, id: `${id}/${index}` })),
        owner: ownerEmail ? { email: ownerEmail } : null,
        company: company ?? null,
      });
      return id;
    },
    renameDeal: (id, name) => crm.put({ ...at(id).deal, name }),
    changeLine: (id, attribute, value) => {
      const [first, ...others] = at(id).deal.lines;
      if (!first) throw new Error(`Deal ${id} has no line item.`);
      const line = { ...first, attributes: { ...first.attributes, [attribute]: value } };
      crm.put({ ...at(id).deal, lines: [line, ...others] });
    },
    changeQuantity: (id, quantity) => {
      const { deal } = at(id);
      crm.put({ ...deal, lines: deal.lines.map((line, index) => (index === 0 ? { ...line, quantity } : line)) });
    },
    closeDeal: (id) => crm.put(at(id).deal, { isClosed: true }),
    deleteDeal: (id) => crm.put(at(id).deal, { isDeleted: true }),
    refuseUpdates: (id, field) => crm.put(at(id).deal, { refusal: `A value for ${field} must be provided.` }),
    completeTask: (id) => at(id).activities.forEach((activity) => (activity.isDone = true)),
    fields: (id) => at(id).fields,
    tasks: (id) => at(id).activities.flatMap(toSeenTask),
    notes: (id) =>
      at(id)
        .activities.filter(({ content }) => content.kind !== 'task')
        .map(textOf),
    advance: (ms) => (nowMs += ms),
    now: () => nowMs,
    close: async () => undefined,
  };
};

describeCrmContract('memory', openWorld);
