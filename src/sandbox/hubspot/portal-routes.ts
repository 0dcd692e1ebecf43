import { ApiRefusal, badRequest } from './api-answer.ts';
import type { ApiAnswer } from './api-answer.ts';
import { objectTypeOf } from './api-call.ts';
import type { ApiCall, ApiRoute } from './api-call.ts';
import type { Pipeline } from './pipelines.ts';
import type { PortalOwner } from './portal.ts';

const notFound = (message: string): ApiRefusal => new ApiRefusal(404, { message, category: 'OBJECT_NOT_FOUND' });

const ownerAnswer = (call: ApiCall, owner: PortalOwner): Record<string, unknown> => ({
  id: owner.id,
  type: 'PERSON',
  email: owner.email,
  firstName: owner.firstName,
  lastName: owner.lastName,
  userId: owner.userId,
  userIdIncludingInactive: owner.userId,
  createdAt: new Date(call.portal.clock()).toISOString(),
  updatedAt: new Date(call.portal.clock()).toISOString(),
  archived: false,
});

const listOwners = (call: ApiCall): ApiAnswer => {
  const email = call.query.get('email')?.toLowerCase();
  const limit = Math.min(Number(call.query.get('limit') ?? 100), 500);
  const start = Number(call.query.get('after') ?? 0);
  const archived = call.query.get('archived') === 'true';
  const all = call.portal.owners.filter((owner) => !archived && (!email || owner.email.toLowerCase() === email));
  const results = all.slice(start, start + limit).map((owner) => ownerAnswer(call, owner));
  const next = all.length > start + limit ? { paging: { next: { after: String(start + limit) } } } : {};
  return { status: 200, body: { results, ...next } };
};

const readOwner = (call: ApiCall): ApiAnswer => {
  const id = call.params['ownerId'] ?? '';
  const byUser = call.query.get('idProperty') === 'userId';
  const owner = call.portal.owners.find((one) => (byUser ? String(one.userId) : one.id) === id);
  if (!owner) throw notFound('resource not found');
  return { status: 200, body: ownerAnswer(call, owner) };
};

const pipelinesOf = (call: ApiCall): Pipeline[] => {
  if (objectTypeOf(call) !== 'deals') throw badRequest('Only deals have pipelines in this portal.');
  return call.portal.pipelines;
};

const pipelineOf = (call: ApiCall): Pipeline => {
  const pipeline = pipelinesOf(call).find(({ id }) => id === call.params['pipelineId']);
  if (!pipeline) throw notFound(`Pipeline ${call.params['pipelineId']} does not exist`);
  return pipeline;
};

const readStage = (call: ApiCall): ApiAnswer => {
  const stage = pipelineOf(call).stages.find(({ id }) => id === call.params['stageId']);
  if (!stage) throw notFound(`Stage ${call.params['stageId']} does not exist`);
  return { status: 200, body: stage };
};

const utcOffset = (timeZone: string, at: number): { utcOffset: string; utcOffsetMilliseconds: number } => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return { utcOffset: `${sign}${hours}:${minutes}`, utcOffsetMilliseconds: sign === '-' ? -offset : offset };
};

const accountDetails = ({ portal }: ApiCall): ApiAnswer => ({
  status: 200,
  body: {
    portalId: portal.id,
    accountType: 'DEVELOPER_TEST',
    timeZone: portal.timeZone,
    companyCurrency: portal.currency,
    additionalCurrencies: [],
    ...utcOffset(portal.timeZone, portal.clock()),
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  },
});

const PIPELINES = '/crm/pipelines/2026-09/:objectType';

/** What the portal says of itself: owners, pipelines, account (crmOwners, pipelines, accountInfo of 2026-09). */
export const PORTAL_ROUTES: ApiRoute[] = [
  { method: 'get', path: '/crm/owners/2026-09', answer: listOwners },
  { method: 'get', path: '/crm/owners/2026-09/:ownerId', answer: readOwner },
  { method: 'get', path: PIPELINES, answer: (call) => ({ status: 200, body: { results: pipelinesOf(call) } }) },
  { method: 'get', path: `${PIPELINES}/:pipelineId`, answer: (call) => ({ status: 200, body: pipelineOf(call) }) },
  {
    method: 'get',
    path: `${PIPELINES}/:pipelineId/stages`,
    answer: (call) => ({ status: 200, body: { results: pipelineOf(call).stages } }),
  },
  { method: 'get', path: `${PIPELINES}/:pipelineId/stages/:stageId`, answer: readStage },
  { method: 'get', path: '/account-info/2026-09/details', answer: accountDetails },
];
