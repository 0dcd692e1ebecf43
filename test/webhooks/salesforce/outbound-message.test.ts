import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AppError } from '../../../src/errors.ts';
import { readOutboundMessage } from '../../../webhooks/salesforce/outbound-message.ts';
import { aMessage, aNotification, ORG } from './messages.ts';

const RECORDED = new URL('../../../../shared/platform/salesforce-fixtures/outbound-message/', import.meta.url);

const read = (text: string) => readOutboundMessage(Buffer.from(text));
const fault = (text: string | Buffer): string => {
  try {
    readOutboundMessage(Buffer.from(text as string));
    return 'read';
  } catch (error) {
    return error instanceof AppError ? error.code : 'another fault';
  }
};

describe('an outbound message', () => {
  it('tells its organisation, its action and the record of each notification', () => {
    expect(read(aMessage())).toEqual({
      organizationId: ORG,
      actionId: '04k5e0000008V3hAAE',
      notifications: [
        {
          id: '04l5e0000001aaaAAA',
          objectType: 'Opportunity',
          fields: { Id: '0065e00000XyzAbAAJ', StageName: 'Proposal' },
        },
      ],
    });
  });

  it('holds up to a hundred notifications', () => {
    const many = (count: number): string =>
      Array.from({ length: count }, (_, index) =>
        aNotification({ id: `04l5e0000${String(index).padStart(6, '0')}AAA` }),
      ).join('');
    expect(read(aMessage(many(100))).notifications).toHaveLength(100);
    expect(fault(aMessage(many(101)))).toBe('WEBHOOK_MALFORMED');
  });

  it.each([
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no XML declaration', (text: string) => text.replace(/<\?xml[^>]*\?>/, '')],
    ['other prefixes', (text: string) => text.replaceAll('soapenv:', 'S:').replaceAll(':soapenv', ':S').replaceAll('sf:', 'ens:').replaceAll(':sf', ':ens').replaceAll('xsi:', 'i:').replaceAll(':xsi', ':i')],
    ['a prefix on its own elements', (text: string) => text.replace(/<(\/?)(notifications|OrganizationId|ActionId|SessionId|EnterpriseUrl|PartnerUrl|Notification|Id|sObject)(?=[ >/])/g, '<$1o:$2').replace('xmlns="http://soap', 'xmlns:o="http://soap')],
    ['white space and CRLF between elements', (text: string) => text.replaceAll('><', '>\r\n   <')],
    ['single quotes', (text: string) => text.replaceAll('"', "'")],
    ['comments', (text: string) => text.replace('<ActionId>', '<!-- sent by a queue --><ActionId>')],
    ['a SOAP header', (text: string) => text.replace('<soapenv:Body>', '<soapenv:Header/><soapenv:Body>')],
  ])('is read the same with %s', (_what, change) => {
    expect(change(aMessage())).not.toBe(aMessage());
    expect(read(change(aMessage()))).toEqual(read(aMessage()));
  }); // prettier-ignore

  it('leaves out fields that are empty or nil, and reads escaped text', () => {
    const fields =
      '<sf:Id>0065e00000XyzAbAAJ</sf:Id><sf:Amount xsi:nil="true"/><sf:NextStep></sf:NextStep><sf:Name>A &amp; B &lt;i&gt;</sf:Name>';
    expect(read(aMessage(aNotification({ fields }))).notifications[0]?.fields).toEqual({
      Id: '0065e00000XyzAbAAJ',
      Name: 'A & B <i>',
    });
  });

  it('may hold as much escaped text as a hundred busy opportunities have', () => {
    const text = `${'&amp;&lt;&gt;&quot;&apos;&#13;&#xfc;'.repeat(60)}`;
    const fields = `<sf:Id>0065e00000XyzAbAAJ</sf:Id><sf:Description>${text}</sf:Description>`;
    const many = Array.from({ length: 100 }, (_, index) =>
      aNotification({ id: `04l5e0000${String(index).padStart(6, '0')}AAA`, fields }),
    );
    const { notifications } = read(aMessage(many.join('')));
    expect(notifications).toHaveLength(100);
    expect(notifications[99]?.fields['Id']).toBe('0065e00000XyzAbAAJ');
  });

  it('may hold nothing', () => {
    expect(read(aMessage('', '')).notifications).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['JSON', '{"Envelope":{"Body":{"notifications":{}}}}'],
    ['half a message', aMessage().slice(0, 700)],
    ['another envelope', '<a:Envelope xmlns:a="x"><a:Body><other/></a:Body></a:Envelope>'],
    ['our own answer', '<E:Envelope xmlns:E="x"><E:Body><notificationsResponse><Ack>true</Ack></notificationsResponse></E:Body></E:Envelope>'],
    ['no organisation', aMessage(aNotification(), '')],
    ['a notification without an id', aMessage(aNotification({ id: '' }))],
    ['a notification without a record', aMessage('<Notification><Id>04l5e0000001aaaAAA</Id></Notification>')],
    ['a notification whose id is none', aMessage(aNotification({ id: '../../x' }))],
    ['a document type', aMessage().replace('<soapenv:Envelope', '<!DOCTYPE foo><soapenv:Envelope')],
    ['an entity bomb', aMessage().replace('<soapenv:Envelope', '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]><soapenv:Envelope').replace('Proposal', '&lol2;')],
    ['an external entity', aMessage().replace('<soapenv:Envelope', '<!doctype r [<!ENTITY x SYSTEM "file:///etc/passwd">]><soapenv:Envelope')],
    ['a tower of elements', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
  ])('is refused when it is %s', (_what, text) => {
    expect(fault(text)).toBe('WEBHOOK_MALFORMED');
  }); // prettier-ignore

  it('is refused when it is not UTF-8', () => {
    expect(fault(Buffer.from(aMessage(), 'utf16le'))).toBe('WEBHOOK_MALFORMED');
    expect(fault(Buffer.concat([Buffer.from(aMessage()), Buffer.from([0xff])]))).toBe('WEBHOOK_MALFORMED');
  });

  it('leaves no trace in the prototypes of the process', () => {
    const fields =
      '<sf:Id>0065e00000XyzAbAAJ</sf:Id><sf:__proto__><sf:isAdmin>true</sf:isAdmin></sf:__proto__><sf:constructor>x</sf:constructor>';
    fault(aMessage(aNotification({ fields })));
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('never ends in anything but a reading or a refusal, whatever is cut or changed', () => {
    const genuine = aMessage(aNotification() + aNotification({ id: '04l5e0000001bbbAAA', type: 'Task' }));
    fc.assert(
      fc.property(fc.nat(genuine.length), fc.nat(40), fc.string(), (start, length, text) => {
        const changed = genuine.slice(0, start) + text + genuine.slice(start + length);
        expect(['read', 'WEBHOOK_MALFORMED']).toContain(fault(changed));
      }),
    );
  });
});

/** What live orgs have sent lies beside the repository, not in it. */
if (existsSync(RECORDED)) {
  describe('a recorded outbound message', () => {
    const of = (name: string): Buffer => readFileSync(new URL(name, RECORDED));

    it('is read: an opportunity of a live org', () => {
      expect(readOutboundMessage(of('opportunity-2019-ap5.xml'))).toMatchObject({
        organizationId: '00D7F00000107XsUAI',
        notifications: [
          {
            id: '04l7F000008aeAyQAI',
            objectType: 'Opportunity',
            fields: { Id: '0067F000003pmdWQAQ', StageName: 'Perception Analysis' },
          },
        ],
      });
    });

    it('is read: a message that says nothing', () => {
      expect(readOutboundMessage(of('no-notification-aspnetwebhooks.xml')).notifications).toEqual([]);
    });

    it('is no message when it is an answer', () => {
      expect(fault(of('ack-aspnetwebhooks.xml'))).toBe('WEBHOOK_MALFORMED');
    });
  });
}
