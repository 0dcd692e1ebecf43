import { describe, expect, it } from '@jest/globals';
import { toSourceUrl } from '../../../src/sheet/sources/fetch-workbook.ts';
import { isPublicAddress } from '../../../src/sheet/sources/public-address.ts';

describe('an address that may be asked', () => {
  it.each([
    '0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1',
    '172.31.255.255', '192.0.0.1', '192.168.0.1', '198.18.0.1', '203.0.113.7', '224.0.0.1', '255.255.255.255', '::', '::1',
    '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '64:ff9b::7f00:1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254',
    'ff02::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '', 'localhost', '127.1', '0x7f.1', '8.8.8.8.8',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  }); // prettier-ignore

  it.each(['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '223.255.255.255', '2606:4700::1111', '2a00:1450:4001::1'])(
    'may be %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  ); // prettier-ignore
});

describe('the address of a workbook', () => {
  it.each([
    'https://127.0.0.1/a.xlsx', 'https://2130706433/a.xlsx', 'https://0x7f000001/a.xlsx', 'https://0177.0.0.1/a.xlsx',
    'https://127.1/a.xlsx', 'https://0/a.xlsx', 'https://[::1]/a.xlsx', 'https://[::ffff:127.0.0.1]/a.xlsx',
    'https://[::ffff:a9fe:a9fe]/a.xlsx', 'https://169.254.169.254/latest/meta-data', 'https://①②⑦.⓪.⓪.①/a.xlsx',
    'https://user:secret@example.com/a.xlsx', 'http://example.com/a.xlsx', 'file:///etc/passwd', 'ftp://example.com/a.xlsx',
    'gopher://example.com', 'example.com/a.xlsx', '',
  ])('is refused in a sentence when it is %s', (address) => {
    expect(() => toSourceUrl(address)).toThrow(expect.objectContaining({ code: 'SOURCE_REFUSED' }));
  }); // prettier-ignore

  it('is taken when it is https to a public name', () => {
    expect(toSourceUrl(' https://files.example.com/plan.xlsx?key=1 ').href).toBe(
      'https://files.example.com/plan.xlsx?key=1',
    );
  });
});
