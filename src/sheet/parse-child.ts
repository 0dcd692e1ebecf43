import type { SheetMapping } from './mapping/sheet-mapping.ts';
import type { DraftChoices } from './read-draft.ts';

/** The child of parse-in-child.ts: task, file name and choices as arguments, workbook on stdin, what was read as JSON on stdout. */
const main = async ([task, fileName = 'workbook.xlsx', choices = '']: string[]): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  process.stdout.write(JSON.stringify(await answer(task, { bytes, fileName, choices })));
};

type Given = { bytes: Uint8Array; fileName: string; choices: string };

const toMapping = (choices: string): SheetMapping | null => JSON.parse(choices) as SheetMapping | null;

const answer = async (task: string | undefined, { bytes, fileName, choices }: Given): Promise<unknown> => {
  // The choices come from our own parent, which has checked them.
  if (task === 'draft')
    return (await import('./read-draft.ts')).readDraft(bytes, fileName, JSON.parse(choices) as DraftChoices);
  if (task === 'map')
    return (await import('./mapping/read-mapped.ts')).readMappedWorkbook(bytes, fileName, toMapping(choices));
  if (task === 'mark') {
    const { markWorkbook } = await import('./mapping/mark-mapped.ts');
    return Buffer.from(await markWorkbook(bytes, fileName, toMapping(choices))).toString('base64');
  }
  if (task === 'inspect') return (await import('./understand/inspect-workbook.ts')).inspectWorkbook(bytes, fileName);
  return (await import('./read-workbook.ts')).readWorkbook(bytes, fileName);
};

await main(process.argv.slice(2));
