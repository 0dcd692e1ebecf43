import { XMLParser } from 'fast-xml-parser';
import type { FieldDefinition, FieldValue } from './field-definition.ts';
import type { OutboundMessage } from './metadata-xml.ts';
import type { Org } from './org.ts';
import type { SObject } from './org-store.ts';

const VERSION = '66.0';

const escape = (text: string): string =>
  text
    .replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');

/** A value as the SOAP API spells it: "120000.0", "2026-03-02T09:00:00.000Z". */
const soapText = (field: FieldDefinition, value: Exclude<FieldValue, null>): string => {
  if (typeof value === 'number') {
    return Number.isInteger(value) && field.type !== 'int' ? value.toFixed(1) : String(value);
  }
  const text = String(value);
  return field.type === 'datetime' ? text.replace('+0000', 'Z') : escape(text);
};

/** The record as it is now, with the fields that the message carries; empty ones are absent. */
const recordXml = (org: Org, message: OutboundMessage, record: SObject): string => {
  const object = org.schema.object(message.object);
  const names = ['Id', ...message.fields.filter((name) => name !== 'Id').toSorted()];
  const elements = names.map((name) => {
    const field = object && org.schema.field(object, name);
    const value = field ? (record.fields[field.name] ?? null) : null;
    return field && value !== null ? `<sf:${field.name}>${soapText(field, value)}</sf:${field.name}>` : '';
  });
  return `<sObject xsi:type="sf:${message.object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${elements.join('')}</sObject>`;
};

/** One notification on its way: its own id (04l...) and the record that it is about. */
export type Notification = { id: string; recordId: string };

type Envelope = {
  org: Org;
  url: string;
  message: OutboundMessage;
  notifications: (Notification & { record: SObject })[];
};

/** The SOAP message with up to 100 notifications, in the shape of the recorded one. */
export const outboundEnvelope = ({ org, url, message, notifications }: Envelope): string => {
  const soap = (kind: string): string => `${url}/services/Soap/${kind}/${VERSION}/${org.id.slice(0, 15)}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>',
    '<notifications xmlns="http://soap.sforce.com/2005/09/outbound">',
    `<OrganizationId>${org.id}</OrganizationId><ActionId>${message.id}</ActionId><SessionId xsi:nil="true"/>`,
    `<EnterpriseUrl>${soap('c')}</EnterpriseUrl><PartnerUrl>${soap('u')}</PartnerUrl>`,
    ...notifications.map(
      ({ id, record }) => `<Notification><Id>${id}</Id>${recordXml(org, message, record)}</Notification>`,
    ),
    '</notifications></soapenv:Body></soapenv:Envelope>',
  ].join('');
};

const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, processEntities: false });

/** Whether an answer acknowledges: 200 with Ack true in notificationsResponse. Anything else is sent again. */
export const isAcknowledged = (status: number, body: string): boolean => {
  if (status !== 200) return false;
  try {
    const document = parser.parse(body) as { Envelope?: { Body?: { notificationsResponse?: { Ack?: unknown } } } };
    return document.Envelope?.Body?.notificationsResponse?.Ack === 'true';
  } catch {
    return false;
  }
};
