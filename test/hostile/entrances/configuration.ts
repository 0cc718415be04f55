import fc from 'fast-check';
import { createReferences } from '../../../local/configuration/references.ts';
import { compilePattern, UnsupportedPattern } from '../../../local/eventbridge/pattern.ts';
import { rateOf, UnsupportedSchedule } from '../../../local/eventbridge/schedule.ts';
import { type Entrance, property } from '../entrance.ts';
import { mutationOf } from '../mutation.ts';
import { inherited, type Json, text, textOf, value } from '../values.ts';

const valid: Json = {
  source: ['aws.es', { prefix: 'liaison' }],
  'detail-type': [{ 'anything-but': ['x', 1] }, { 'anything-but': { prefix: 'y' } }],
  detail: { errorCode: [{ exists: false }], service: [null, true, 3], inner: { deeper: ['x'] } },
};

const event: Json = { source: 'aws.es', 'detail-type': 'x', detail: { service: 3, errorCode: null, inner: [{ deeper: 'x' }] } };

/** A test of a field whose operator is anybody's guess. */
const oddTest = fc.tuple(fc.oneof(fc.constantFrom(...inherited, 'prefix', 'anything-but', 'exists', 'wildcard', 'cidr'), text), value);

const patterns = fc.oneof(
  mutationOf(valid),
  oddTest.map(([operator, operand]): Json => ({ source: [Object.fromEntries([[operator, operand]])] })),
  text.map((name): Json => Object.fromEntries([[name, [{ exists: true }]]])),
  fc.constantFrom(1, 50, 3_000).map((depth) => Array.from({ length: depth }).reduce<Json>((inner) => ({ a: inner }), ['x'])),
);

/** What went wrong must have been said in so many words. */
const isNamed = (error: unknown): boolean => error instanceof Error && !(error instanceof TypeError) && !(error instanceof RangeError);

/** serverless.yml: patterns and schedules of rules, and what stands for something else. */
export const configuration: Entrance = {
  name: 'serverless.yml',
  share: 150,
  async open() {
    const match = ([pattern, given]: [Json, Json]) => {
      try {
        const matches = compilePattern(JSON.parse(textOf(pattern)));
        const met = matches({ source: 'aws.es', ...JSON.parse(`{"detail":${textOf(given)}}`) });
        if (typeof met !== 'boolean') throw new TypeError(`It gave ${met}.`);
      } catch (error) {
        if (!(error instanceof UnsupportedPattern)) throw error;
      }
    };
    const time = (schedule: string) => {
      try {
        if (!(rateOf(schedule) > 0)) throw new TypeError('It never comes.');
      } catch (error) {
        if (!(error instanceof UnsupportedSchedule)) throw error;
      }
    };
    const references = createReferences({ Table: { reference: 'liaison', attributes: { Arn: 'arn:x' } } }, { 'AWS::Region': 'eu-west-1' });
    const resolve = (given: Json) => {
      try {
        const resolved = references.resolve(JSON.parse(JSON.stringify(given)));
        if (typeof resolved === 'function') throw new TypeError('It is a function.');
        JSON.stringify(resolved);
      } catch (error) {
        if (!isNamed(error)) throw error;
      }
    };
    const resolvable: Json = {
      A: { Ref: 'Table' },
      B: { 'Fn::GetAtt': ['Table', 'Arn'] },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own writing.
      C: { 'Fn::Sub': 'x-${Table}-${Table.Arn}' },
      D: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] },
    };
    const odd = fc.tuple(fc.constantFrom('Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', ...inherited), value);
    return {
      properties: [
        property('patterns are refused, or match or do not', fc.tuple(patterns, fc.oneof(mutationOf(event), value)), match),
        property(
          'schedules are refused, or come',
          fc.oneof(
            text,
            text.map((word) => `rate(${word})`),
            text.map((word) => `rate(1${word}`),
          ),
          time,
        ),
        property(
          'references are refused by name, or stand for something',
          fc.oneof(
            mutationOf(resolvable),
            odd.map((pair): Json => Object.fromEntries([pair])),
          ),
          resolve,
        ),
      ],
      close: async () => undefined,
    };
  },
};
