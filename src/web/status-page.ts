import type { InstallState } from '../db/status.ts';

type Column = { title: string; of: (state: InstallState, now: Date) => string };

const COLUMNS: Column[] = [
  { title: 'Account', of: ({ crm, account }) => `${crm} ${account}` },
  { title: 'State', of: sayState },
  { title: 'Last event heard', of: (state, now) => ago(state.lastEventAt, now) },
  { title: 'Waiting', of: ({ waiting }) => String(waiting) },
  { title: 'In work', of: ({ inWork }) => String(inWork) },
  { title: 'Dead letters', of: ({ dead }) => String(dead) },
  { title: 'Refused writes', of: ({ rejectedWrites }) => String(rejectedWrites) },
  { title: 'Sheet published', of: (state, now) => ago(state.sheetPublishedAt, now) },
  { title: 'Sheet’s address', of: sayAddress },
  { title: 'Calls left', of: sayCalls },
];

/** One table for the person who runs Keepable; no deal text. */
export const statusPage = (states: readonly InstallState[], now: Date): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="10">
<title>Keepable: status</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color-scheme: light dark; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid #8884; }
</style>
</head>
<body>
<h1>Status</h1>
${states.length === 0 ? '<p>No account is connected yet.</p>' : tableOf(states, now)}
</body>
</html>
`;

const tableOf = (states: readonly InstallState[], now: Date): string => {
  const head = COLUMNS.map(({ title }) => `<th scope="col">${title}</th>`).join('');
  const rows = states.map(
    (state) => `<tr>${COLUMNS.map(({ of }) => `<td>${escapeHtml(of(state, now))}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
};

function sayState({ status, statusReason }: InstallState): string {
  const words = { active: 'Active', paused: 'Paused', reconnect: 'Connect again', disconnected: 'Disconnected' }[
    status
  ];
  return statusReason === null ? words : `${words}: ${statusReason}`;
}

function sayAddress({ sheetFailingSince, sheetFailingWhy }: InstallState, now: Date): string {
  return sheetFailingSince === null ? '' : `No sheet since ${ago(sheetFailingSince, now)}: ${sheetFailingWhy ?? ''}`;
}

function sayCalls({ callsLeft, callsLimit }: InstallState): string {
  if (callsLeft === null) return 'all';
  const left = String(Math.floor(callsLeft));
  return callsLimit === null ? left : `${left} of ${callsLimit} a day`;
}

const UNITS: [number, string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

const ago = (moment: Date | null, now: Date): string => {
  if (moment === null) return 'never';
  const seconds = Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000));
  const [size, unit] = UNITS.find(([length]) => seconds >= length) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${unit} ago`;
};

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
