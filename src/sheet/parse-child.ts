/** The child of parse-in-child.ts: task and file name as arguments, workbook on stdin, what was read as JSON on stdout. */
const main = async ([task, fileName = 'workbook.xlsx']: string[]): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  process.stdout.write(JSON.stringify(await answer(task, bytes, fileName)));
};

const answer = async (task: string | undefined, bytes: Uint8Array, fileName: string): Promise<unknown> => {
  if (task === 'inspect') return (await import('./understand/inspect-workbook.ts')).inspectWorkbook(bytes, fileName);
  return (await import('./read-workbook.ts')).readWorkbook(bytes, fileName);
};

await main(process.argv.slice(2));
