import { headerKey } from './cell.ts';
import { WRITTEN_TABS } from './tab-columns.ts';

const SETTINGS = ['key', 'value'];

/** The tab of the format that a tab of a workbook stands for; null when it is none. */
export const formatTab = (tab: string): string | null =>
  [...WRITTEN_TABS.map((written) => written.tab), 'Settings'].find((name) => headerKey(name) === headerKey(tab)) ??
  null;

/** The column of the format that a header of one of its tabs stands for; null when the format has none of that name. */
export const formatColumn = (tab: string, header: string): string | null => {
  const key = headerKey(tab);
  const columns =
    key === 'settings'
      ? SETTINGS
      : (WRITTEN_TABS.find((written) => headerKey(written.tab) === key)?.columns.map(({ name }) => name) ?? []);
  return columns.find((name) => headerKey(name) === headerKey(header)) ?? null;
};
