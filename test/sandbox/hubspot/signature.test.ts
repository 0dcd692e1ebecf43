import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signV3 } from '../../../src/sandbox/hubspot/signature.ts';

describe('signature v3', () => {
  const vectors = [
    [
      'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
      'POST',
      'https://www.hubspot.com/webhook',
      'REQUEST_BODY',
      1632188626483,
      'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=',
    ],
    [
      'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
      'POST',
      'https://www.hubspot.com/webhook',
      '',
      1632188626483,
      'csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=',
    ],
    [
      '12345678-aaaa-bbbb-cccc-ddddeeeeffff',
      'GET',
      'https://hubspot.com/?appId=1&portalId=2&userId=3',
      '',
      1111111111,
      'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=',
    ],
    [
      '12345678-aaaa-bbbb-cccc-ddddeeeeffff',
      'GET',
      'https://hubspot.com/?appId=1&portalId=2&userId=3',
      '{"a":1,"b":2}',
      1111111111,
      'aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k=',
    ],
  ] as const;

  it.each(vectors)('agrees with HubSpot for %s %s %s %s', (...vector) => {
    const [secret, method, url, body, timestamp, signature] = vector;
    expect(signV3(secret, { method, url, body }, timestamp)).toBe(signature);
  });

  it('signs an e-mail address in the query decoded, and a space as it is sent', () => {
    const call = { method: 'GET', url: 'https://app.example.com/?userEmail=a%40b.com&q=x%20y%26z', body: '' };
    const plain = createHmac('sha256', 's')
      .update('GEThttps://app.example.com/?userEmail=a@b.com&q=x%20y%26z1')
      .digest('base64');
    expect(signV3('s', call, 1)).toBe(plain);
  });
});
