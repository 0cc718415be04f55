import { describe, expect, test } from '@jest/globals';
import { isBatch, readBatch, requestsFor } from '../../src/batches/read.ts';
import { items } from './rehearsal.ts';

const problemsOf = (input: unknown) => {
  const read = readBatch(input);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
};

const network = 'sn-0a1b2c3d4e5f60718';

describe('a batch is read', () => {
  test('with what holds for all of its items, unless one of them says otherwise', () => {
    const [first, second] = items(2);
    const read = readBatch({ items: [first, { ...second, deadline: 'PT5M' }], deadline: 'PT1H', reason: 'CHG-1', approval: 'REQUIRED' });
    expect(read).toMatchObject({
      ok: true,
      value: {
        requests: [
          { deadline: 'PT1H', reason: 'CHG-1', approval: 'REQUIRED', desired: 'ASSOCIATED' },
          { deadline: 'PT5M', reason: 'CHG-1' },
        ],
        selector: null,
        limits: { maxConcurrency: 10, canary: 0, stopAfterFailures: null },
        label: null,
        planDigest: null,
      },
    });
  });

  test.each([
    [{ kind: 'es-package', packageId: 'F1' }],
    [{ kind: 'lattice-service', tag: { key: 'team' }, serviceNetworkIdentifier: network }],
    [{ kind: 'lattice-service', tag: { key: 'team', value: '' }, serviceNetworkIdentifier: network }],
    [{ kind: 'lattice-service', serviceArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0a1b2c3d4e5f60001' }],
  ])('with the selector %j', (selector) => {
    expect(readBatch({ selector, label: 'nightly' })).toMatchObject({ ok: true, value: { requests: null, selector, label: 'nightly' } });
  });

  test('and every problem of every item is named, and what is wrong with the whole', () => {
    const [first] = items(1);
    expect(
      problemsOf({
        items: [first, { kind: 'es-package', pair: { packageId: 'F1' } }, { ...first, colour: 'red' }, { kind: 'nosuch', pair: {} }, 7],
        maxConcurrency: 51,
        deadline: 'soon',
        parallel: true,
      }),
    ).toEqual([
      expect.stringMatching(/^deadline: must be an ISO 8601 duration/),
      expect.stringMatching(/^maxConcurrency: .*50/),
      'parallel: is not a member of this object',
      'items.1.pair.domainName: is required',
      'items.2.colour: is not a member of this object',
      expect.stringMatching(/^items.3.kind: must be one of/),
      expect.stringMatching(/^items.4: /),
    ]);
  });

  test.each([
    ['no list', {}, ': give items or a selector, and not both'],
    ['an empty list', { items: [] }, 'items: must have at least one request'],
    ['too long a list', { items: items(1_001) }, 'items: at most 1000 requests'],
    [
      'items and a selector',
      { items: items(1), selector: { kind: 'es-package', packageId: 'F1' } },
      ': give items or a selector, and not both',
    ],
    ['a list of another thing', { items: 'all' }, 'items: '],
    ['a selector of no kind', { selector: {} }, 'selector.kind: must be one of es-package, lattice-service'],
    [
      'a selector of a kind without',
      { selector: { kind: 'dx-hosted-connection' } },
      'selector.kind: must be one of es-package, lattice-service',
    ],
    ['a selector that names nothing', { selector: { kind: 'es-package' } }, 'selector: must have packageId'],
    [
      'a selector with more',
      { selector: { kind: 'es-package', packageId: 'F1', all: true } },
      'selector.all: is not a member of this object',
    ],
    ['half a selector', { selector: { kind: 'lattice-service', tag: { key: 'team' } } }, 'selector.serviceNetworkIdentifier: is required'],
    ['nothing', null, ': '],
  ])('unless it has %s', (_, input, problem) => {
    expect(problemsOf(input).join('\n')).toContain(problem);
  });

  test('unless it has a pair twice, however it is spelled', () => {
    const pair = (serviceIdentifier: string) => ({
      kind: 'lattice-service',
      pair: { serviceIdentifier, serviceNetworkIdentifier: network },
    });
    const arn = 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0a1b2c3d4e5f60001';
    expect(problemsOf({ items: [...items(1), pair('svc-0a1b2c3d4e5f60001'), pair(arn)] })).toEqual([
      'items.2.pair: is the pair of items.1: a batch has each pair once',
    ]);
  });

  test('unless what holds for all is not possible for one', () => {
    const move = { kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-fg1', parentConnectionId: 'dxlag-fg1' } };
    expect(problemsOf({ items: [...items(1), move], desired: 'DISSOCIATED' }).join()).toMatch(
      /^items.1.desired: DISSOCIATED is not possible/,
    );
  });
});

describe('the pairs that a selector names', () => {
  const selected = {
    requests: null,
    selector: { kind: 'es-package', packageId: 'F1' },
    limits: {} as never,
    label: null,
    planDigest: null,
  };

  test('become requests with what holds for all of them', () => {
    const read = requestsFor([{ packageId: 'F1', domainName: 'logs' }], { ...selected, defaults: { desired: 'DISSOCIATED' } });
    expect(read).toMatchObject({ ok: true, value: [{ kind: 'es-package', desired: 'DISSOCIATED', pair: { domainName: 'logs' } }] });
  });

  test('may be none, but not too many', () => {
    expect(requestsFor([], { ...selected, defaults: {} })).toEqual({ ok: true, value: [] });
    const many = Array.from({ length: 1_001 }, (_, index) => ({ packageId: 'F1', domainName: `d-${index}` }));
    expect(requestsFor(many, { ...selected, defaults: {} })).toEqual({
      ok: false,
      problems: [{ path: 'selector', message: 'names 1001 pairs; a batch has at most 1000' }],
    });
  });

  test('have one problem together where it is the same for all', () => {
    const pairs = items(3).map(({ pair }) => pair);
    expect(requestsFor(pairs, { ...selected, defaults: { deadline: 'soon' } })).toMatchObject({
      ok: false,
      problems: [{ path: 'deadline' }],
    });
  });
});

test.each([
  [{ items: [] }, true],
  [{ selector: {} }, true],
  [{ kind: 'es-package' }, false],
  [null, false],
])('%j is a batch: %s', (input, expected) => {
  expect(isBatch(input)).toBe(expected);
});
