import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { AppError } from '../../src/errors.ts';

/** One notification: a record of an object as it was when the message was sent. Fields by API name; empty ones are absent. */
export type Notification = { id: string; objectType: string; fields: Record<string, string> };

/** What one outbound message says. `organizationId` is null only where it says nothing at all. */
export type OutboundMessage = { organizationId: string | null; actionId: string | null; notifications: Notification[] };

/** The most that Salesforce puts into one message (SOAP API guide, "Outbound messaging"). */
const MOST_NOTIFICATIONS = 100;

/**
 * The answer that counts as received: 200 with exactly this body. Anything else is sent again, for 24 hours
 * (SOAP API guide, "Building a listener").
 */
export const ACKNOWLEDGEMENT =
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>';

/** Names without their prefixes, because senders choose them; values stay text, and no entity but the five of XML is known. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => name === 'Notification',
});

type Element = Record<string, unknown>;

const malformed = (message: string, cause?: unknown): AppError => new AppError('WEBHOOK_MALFORMED', message, { cause });

const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text as UTF-8, with or without a byte order mark. A document type is refused before anything reads it. */
const textOf = (body: Buffer): string => {
  const text = decode(body);
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)/i.test(text))
    throw malformed('The message declares a document type.');
  return text;
};

const decode = (body: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body).trim();
  } catch (cause) {
    throw malformed('The message is not UTF-8.', cause);
  }
};

const parse = (text: string): Element => {
  try {
    const verdict = XMLValidator.validate(text);
    if (verdict === true) {
      const document: unknown = parser.parse(text);
      if (isElement(document)) return document;
    }
  } catch (cause) {
    throw malformed('The message is not XML.', cause);
  }
  throw malformed('The message is not XML.');
};

/** The one child of that name; an empty element is read as one without children. */
const child = (element: Element, name: string): Element | null => {
  const value = Object.hasOwn(element, name) ? element[name] : undefined;
  if (value === '') return {};
  return isElement(value) ? value : null;
};

/** The text of a leaf; null when it is absent, empty or nil. An element with attributes has its text under "#text". */
const leaf = (element: Element, name: string): string | null => {
  const value = Object.hasOwn(element, name) ? element[name] : undefined;
  if (typeof value === 'string') return value.trim() || null;
  const text = isElement(value) ? value['#text'] : undefined;
  return typeof text === 'string' ? text.trim() || null : null;
};

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1).trim();

const toFields = (sObject: Element): Record<string, string> => {
  const entries = Object.keys(sObject)
    .filter((name) => !name.startsWith('@') && name !== '#text')
    .map((name) => [name, leaf(sObject, name)] as const)
    .filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(entries);
};

const toNotification = (element: unknown): Notification => {
  const notification = isElement(element) ? element : {};
  const sObject = child(notification, 'sObject');
  const id = leaf(notification, 'Id');
  if (sObject === null || id === null || !/^[a-zA-Z0-9]{15,18}$/.test(id)) {
    throw malformed('A notification of the message has no id or no record.');
  }
  const type = sObject['@type'];
  return { id, objectType: typeof type === 'string' ? withoutPrefix(type) : '', fields: toFields(sObject) };
};

/**
 * Reads an outbound message. Throws WEBHOOK_MALFORMED for anything that is none: another document, a document type
 * (entities), more than 100 notifications, notifications without an organisation.
 */
export const readOutboundMessage = (body: Buffer): OutboundMessage => {
  const envelope = child(parse(textOf(body)), 'Envelope');
  const content = envelope && child(envelope, 'Body');
  const message = content && child(content, 'notifications');
  if (!message) throw malformed('The message is no outbound message of Salesforce.');
  const found: unknown = message['Notification'] ?? [];
  const notifications = Array.isArray(found) ? found.map(toNotification) : [];
  if (notifications.length > MOST_NOTIFICATIONS) {
    throw malformed(`The message holds more than ${MOST_NOTIFICATIONS} notifications.`);
  }
  const organizationId = leaf(message, 'OrganizationId');
  if (organizationId === null && notifications.length > 0) throw malformed('The message names no organisation.');
  return { organizationId, actionId: leaf(message, 'ActionId'), notifications };
};
