import { readFileSync } from 'node:fs';

/** A process of its own that reads one file in one way and prints milliseconds of processor time and peak megabytes. */
const [way = '', file = ''] = process.argv.slice(2);

const WAYS: Record<string, () => Promise<(bytes: Uint8Array) => unknown>> = {
  text: async () => {
    const { default: Papa } = await import('papaparse');
    return (bytes) => Papa.parse(new TextDecoder().decode(bytes));
  },
  workbook: async () => {
    const { read } = await import('@e965/xlsx');
    return (bytes) =>
      read(bytes, {
        type: 'array',
        dense: true,
        cellNF: true,
        cellText: false,
        cellHTML: false,
        sheetStubs: true,
        cellStyles: true,
      });
  },
  inspect: async () => {
    const { inspectWorkbook } = await import('../../src/sheet/understand/inspect-workbook.ts');
    return (bytes) => inspectWorkbook(bytes, file);
  },
  read: async () => {
    const { readWorkbook } = await import('../../src/sheet/read-workbook.ts');
    return (bytes) => readWorkbook(bytes, file);
  },
};

const run = await WAYS[way]?.();
const bytes = new Uint8Array(readFileSync(file));
const startedAt = process.cpuUsage();
run?.(bytes);
const KB_PER_MB = 1024;
const US_PER_MS = 1000;
const { user, system } = process.cpuUsage(startedAt);
process.stdout.write(
  JSON.stringify({ ms: (user + system) / US_PER_MS, mb: process.resourceUsage().maxRSS / KB_PER_MB }),
);
