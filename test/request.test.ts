import { describe, expect, test } from '@jest/globals';
import { milliseconds } from '../src/duration.ts';
import { readRequest } from '../src/request.ts';

const es = { kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' } };
const problems = (input: unknown) => {
  const reading = readRequest(input);
  return reading.ok ? [] : reading.problems.map(({ path }) => path);
};

describe('reading a request', () => {
  test('what is left out has a default, some of them the kind decides', () => {
    expect(readRequest(es)).toMatchObject({
      ok: true,
      value: { desired: 'ASSOCIATED', onFailure: 'ROLL_BACK', approval: 'BY_IMPACT', reason: null, labels: {}, planDigest: null },
    });
    expect(readRequest({ kind: 'dx-hosted-connection', pair: { connectionId: 'dxcon-a1', parentConnectionId: 'dxlag-b1' } })).toMatchObject(
      {
        value: { onFailure: 'LEAVE' },
      },
    );
  });

  test('an id and its ARN are the same pair', () => {
    const [service, network] = ['svc-0123456789abcdef0', 'sn-0123456789abcdef0'];
    const arn = (type: string, id: string) => `arn:aws:vpc-lattice:eu-west-1:123456789012:${type}/${id}`;
    const lattice = (pair: object) => readRequest({ kind: 'lattice-service', pair });
    for (const pair of [
      { serviceIdentifier: service, serviceNetworkIdentifier: network },
      { serviceIdentifier: arn('service', service), serviceNetworkIdentifier: arn('servicenetwork', network) },
    ]) {
      expect(lattice(pair)).toMatchObject({ ok: true });
    }
  });

  test.each([
    [null, ''],
    ['text', ''],
    [{ ...es, extra: 1 }, 'extra'],
    [{ kind: 'es-package' }, 'pair'],
    [{ ...es, kind: 'toString' }, 'kind'],
    [{ ...es, kind: '__proto__' }, 'kind'],
    [{ ...es, pair: [] }, 'pair'],
    [{ ...es, deadline: 'PT0S' }, 'deadline'],
    [{ ...es, deadline: 'P8D' }, 'deadline'],
    [{ ...es, reason: 'a\nb' }, 'reason'],
    [{ ...es, reason: 'a\u2028b' }, 'reason'],
    [{ ...es, reason: 'txt.\u202Egpj' }, 'reason'],
    [{ ...es, labels: { 'a b': 'c' } }, 'labels.a b'],
    [{ ...es, labels: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`l${index}`, 'x'])) }, 'labels'],
    [{ ...es, planDigest: 'sha256:x' }, 'planDigest'],
    [{ ...es, approval: 'NEVER' }, 'approval'],
  ])('%j is refused at %s', (input, path) => {
    expect(problems(input)).toContain(path);
  });

  test('everything that is wrong is said at once, whether the kind is known or not', () => {
    const wrong = { desired: 'DISSOCIATED', onFailure: 'GUESS', deadline: 'P8D', colour: 'red' };
    const dx = { kind: 'dx-hosted-connection', pair: { connectionId: 'x' }, ...wrong };
    expect(problems(dx).sort()).toEqual(
      ['colour', 'deadline', 'desired', 'onFailure', 'pair.connectionId', 'pair.parentConnectionId'].sort(),
    );
    expect(problems({ kind: 'nosuch', ...wrong }).sort()).toEqual(['colour', 'deadline', 'kind', 'onFailure', 'pair']);
  });

  test('of a name that is not allowed it is said what names may be', () => {
    expect(readRequest({ ...es, labels: { ü: 'x' } })).toEqual({
      ok: false,
      problems: [{ path: 'labels.ü', message: 'label names are 1 to 128 of letters, digits and _.:/=+@-' }],
    });
  });

  test('what cannot be asked of a kind is refused with what to ask instead', () => {
    const reading = readRequest({
      kind: 'dx-hosted-connection',
      pair: { connectionId: 'dxcon-a1', parentConnectionId: 'dxlag-b1' },
      desired: 'DISSOCIATED',
    });
    expect(reading).toMatchObject({
      ok: false,
      problems: [{ path: 'desired', message: expect.stringMatching(/^DISSOCIATED is not possible: .*Ask for ASSOCIATED/) }],
    });
  });

  test('a member that is missing is told from one that is of the wrong type', () => {
    const messages = (pair: object) => {
      const reading = readRequest({ kind: 'es-package', pair });
      return reading.ok ? [] : reading.problems.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(messages({ packageId: 'F1' })).toEqual(['pair.domainName: is required']);
    expect(messages({ packageId: 'F1', domainName: 5 })).toEqual(['pair.domainName: Invalid input: expected string, received number']);
  });

  test.each([
    ['PT30M', 1_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P7D', 604_800_000],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['30M', undefined],
    ['PT1.5H', undefined],
  ])('the duration %s is %s milliseconds', (text, expected) => {
    expect(milliseconds(text)).toBe(expected);
  });
});
