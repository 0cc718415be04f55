import fc from 'fast-check';
import { readBatch } from '../../../src/batches/read.ts';
import { kindOf } from '../../../src/kinds/index.ts';
import { readRequest } from '../../../src/request.ts';
import { type Entrance, property } from '../entrance.ts';
import { mutationOf } from '../mutation.ts';
import { awkward, type Json, text, textOf } from '../values.ts';

const valid: readonly Json[] = [
  { kind: 'es-package', pair: { packageId: 'F1', domainName: 'logs' } },
  {
    kind: 'lattice-service',
    pair: {
      serviceIdentifier: 'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0123456789abcdef0',
      serviceNetworkIdentifier: 'sn-0123456789abcdef0',
      tags: { team: 'a' },
    },
  },
  {
    kind: 'dx-hosted-connection',
    pair: { connectionId: 'dxcon-fg1', parentConnectionId: 'dxlag-fg2', previousParentConnectionId: 'dxcon-fg3' },
  },
];

const selectors: readonly (readonly [kind: string, selector: Json])[] = [
  ['es-package', { packageId: 'pkg-0a' }],
  ['lattice-service', { serviceArn: 'svc-0123456789abcdef0', unlessNamedBy: 'team' }],
  ['lattice-service', { tag: { key: 'team', value: 'a' }, serviceNetworkIdentifier: 'sn-0123456789abcdef0' }],
];

/** Nothing in a key, a scope or an end of a pair can be taken for a separator of ours that it is not, a wildcard, or an expression. */
const plain = /^[\w:./-]{1,2200}$/;

/** Members of a pair that people fill as they like; they are in no name. */
const free = new Set(['tags']);

/** Ids and ARNs, and what pairs are found by. */
export const requests: Entrance = {
  name: 'ids, ARNs and selectors',
  share: 100,
  async open() {
    const read = (input: Json) => {
      const reading = readRequest(JSON.parse(textOf(input)));
      if (!reading.ok) {
        if (reading.problems.length === 0) throw new Error('It was refused for no reason.');
        return;
      }
      const { kind, pair } = reading.value;
      const rules = kindOf(kind);
      const names = [rules.key(pair as never), rules.rival?.(pair as never) ?? 'x', ...rules.scopes(pair as never)];
      const identifiers = Object.entries(pair as object).flatMap(([name, identifier]) => (free.has(name) ? [] : [String(identifier)]));
      for (const name of [...names, ...Object.values(rules.ends(pair as never)), ...identifiers])
        if (!plain.test(name)) throw new Error(`It was taken in, and has the name ${JSON.stringify(name)}.`);
    };
    const select = ([kind, selector]: readonly [string, Json]) => {
      const input = JSON.parse(textOf(selector));
      const reading = readBatch({ selector: typeof input === 'object' && input !== null ? { ...input, kind } : input });
      if (!reading.ok) return;
      const { tag: _, unlessNamedBy: __, ...named } = reading.value.selector ?? ({} as Record<string, unknown>);
      for (const name of Object.values(named)) if (!plain.test(String(name))) throw new Error(`It selects by ${JSON.stringify(name)}.`);
    };
    // An identifier that is right but for one thing in it.
    const spoiled = fc
      .tuple(fc.constantFrom(...valid), fc.nat(), fc.constantFrom(...awkward), fc.nat())
      .map(([request, member, addition, at]): Json => {
        const { kind, pair } = request as { kind: string; pair: Record<string, Json> };
        const names = Object.keys(pair).filter((name) => !free.has(name));
        const chosen = names[member % names.length] ?? '';
        const identifier = String(pair[chosen]);
        const place = at % (identifier.length + 1);
        return { kind, pair: { ...pair, [chosen]: identifier.slice(0, place) + addition + identifier.slice(place) } };
      });
    return {
      properties: [
        property('of requests are refused, or are plain names', fc.oneof(fc.constantFrom(...valid).chain(mutationOf), spoiled), read),
        property(
          'of selectors are refused, or are plain names',
          fc
            .oneof(
              fc.constantFrom(...selectors),
              text.map((packageId) => ['es-package', { packageId }] as const),
            )
            .chain(([kind, selector]) => mutationOf(selector).map((changed) => [kind, changed] as const)),
          select,
        ),
      ],
      close: async () => undefined,
    };
  },
};
