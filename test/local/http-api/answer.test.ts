import { describe, expect, test } from '@jest/globals';
import { answerOf } from '../../../local/http-api/answer.ts';

describe('a result without statusCode is a JSON body', () => {
  test.each([
    [{ id: 'assoc_1' }, '{"id":"assoc_1"}'],
    ['plain', 'plain'],
    [null, 'null'],
    [[1], '[1]'],
  ])('%j', (result, body) => {
    expect(answerOf(result)).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body });
  });
});

describe('a result with statusCode is an answer', () => {
  test('with its headers and cookies', () => {
    const result = {
      statusCode: 201,
      headers: { Location: '/associations/assoc_1', 'Retry-After': 5 },
      cookies: ['a=1', 'b=2'],
      body: 'made',
    };
    expect(answerOf(result)).toEqual({
      status: 201,
      headers: {
        'content-type': 'text/plain;charset=utf-8',
        location: '/associations/assoc_1',
        'retry-after': '5',
        'set-cookie': ['a=1', 'b=2'],
      },
      body: 'made',
    });
  });

  test('with bytes', () => {
    const { body } = answerOf({ statusCode: 200, body: Buffer.from([1, 2]).toString('base64'), isBase64Encoded: true });
    expect([...Buffer.from(body)]).toEqual([1, 2]);
  });

  test('whose framing is not its own to say', () => {
    expect(answerOf({ statusCode: 204, headers: { 'Content-Length': '99', Connection: 'close' } }).headers).toEqual({
      'content-type': 'text/plain;charset=utf-8',
    });
  });

  test.each([
    ['a status that is none', { statusCode: 'fine' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is no text', { statusCode: 200, body: { id: 1 } }],
    ['headers that are none', { statusCode: 200, headers: ['x'] }],
    ['a header without a value', { statusCode: 200, headers: { x: null } }],
    ['a header of two lines', { statusCode: 200, headers: { x: 'a\r\nb: c' } }],
  ])('%s is refused', (_, result) => {
    expect(() => answerOf(result)).toThrow();
  });
});
