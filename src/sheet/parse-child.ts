import { readWorkbook } from './read-workbook.ts';

/** The child of parse-in-child.ts: workbook on stdin, reading as JSON on stdout, file name as the only argument. */
const main = async (): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  process.stdout.write(JSON.stringify(readWorkbook(Buffer.concat(chunks), process.argv[2] ?? 'workbook.xlsx')));
};

await main();
