export type Stage = { id: string; label: string; closed: boolean };

export type BoardDeal = {
  id: string;
  /** Address of the deal's page; absent = /deals/ and its id. */
  href?: string;
  name: string;
  amount: string | number | null;
  currency: string | null;
  stage: string;
  owner: string | null;
  company: string | null;
  verdict: string | null;
  requestedDate: string | null;
  promiseDate: string | null;
};

export type Board = { portal: { id: string | number; name: string }; stages: Stage[]; deals: BoardDeal[] };

export type Properties = Record<string, string | null>;

export type CrmObject = { id: string; properties: Properties };

export type PropertyDefinition = {
  name: string;
  label: string;
  type: string;
  groupName: string;
  options: { value: string; label: string }[];
};

export type DealDetail = {
  /** Where the installed app answers: the profile variable of its project. */
  app: { url: string };
  deal: CrmObject;
  stages: Stage[];
  lineItems: CrmObject[];
  company: { name: string | null } | null;
  owner: { name: string | null } | null;
  tasks: CrmObject[];
  notes: CrmObject[];
  propertyDefinitions: PropertyDefinition[];
};

/** The portal's own sentence where it gives one. */
const refusal = async (response: Response): Promise<Error> => {
  const body: unknown = await response.json().catch(() => null);
  const message = (body as { message?: unknown } | null)?.message;
  return new Error(typeof message === 'string' ? message : `The sandbox portal answered with code ${response.status}.`);
};

const read = async <T>(path: string): Promise<T> => {
  const response = await fetch(path);
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
};

const patch = async (path: string, properties: Properties): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ properties }) });
  if (!response.ok) throw await refusal(response);
};

/** Every deal of the portal, for the board. */
export const readBoard = (): Promise<Board> => read('/portal/api/board');

/** One deal with everything that its page shows. */
export const readDeal = (id: string): Promise<DealDetail> => read(`/portal/api/deals/${encodeURIComponent(id)}`);

/** Changes properties of a deal, as a rep would: the portal sends its webhooks. */
export const updateDeal = (id: string, properties: Properties): Promise<void> =>
  patch(`/portal/api/deals/${encodeURIComponent(id)}`, properties);

export const updateLineItem = (id: string, properties: Properties): Promise<void> =>
  patch(`/portal/api/line-items/${encodeURIComponent(id)}`, properties);

export const updateTask = (id: string, properties: Properties): Promise<void> =>
  patch(`/portal/api/tasks/${encodeURIComponent(id)}`, properties);
