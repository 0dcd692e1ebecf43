/** "17 Mar 2026" of a civil date or of the epoch milliseconds that HubSpot writes; the text itself when it is no date. */
export const formatDate = (text: string | null | undefined): string => {
  if (!text) return '';
  const date = new Date(/^\d{10,}$/.test(text) ? Number(text) : text);
  if (Number.isNaN(date.getTime())) return text;
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
};

const MOMENT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
};

/** "17 Mar 2026, 09:14 CET" in the reader's own time zone. */
export const formatMoment = (text: string | null | undefined): string => {
  if (!text) return '';
  const date = new Date(/^\d{10,}$/.test(text) ? Number(text) : text);
  return Number.isNaN(date.getTime()) ? text : date.toLocaleString('en-GB', MOMENT);
};

/** Whole money as the currency writes it. HubSpot amounts are decimal text. */
export const formatMoney = (
  amount: string | number | null | undefined,
  currency: string | null | undefined,
): string => {
  if (amount === null || amount === undefined || amount === '') return '';
  const value = Number(amount);
  if (!Number.isFinite(value)) return String(amount);
  const style = currency ? ({ style: 'currency', currency } as const) : {};
  return value.toLocaleString('en-US', { ...style, maximumFractionDigits: value % 1 === 0 ? 0 : 2 });
};

/** The civil date that an input of type date wants (YYYY-MM-DD), from HubSpot's text; '' when there is none. */
export const toDateInput = (text: string | null | undefined): string => {
  if (!text) return '';
  const date = new Date(/^\d{10,}$/.test(text) ? Number(text) : text);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
};
