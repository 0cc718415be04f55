import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../../local/stepfunctions/json.ts';
import { loadDefinition } from '../../../local/stepfunctions/load.ts';
import { machineOf, task } from './machine.ts';

const refusal = (definition: Json, trusted = false) => {
  try {
    loadDefinition(definition, { trusted });
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'loaded';
};

const only = (state: object) => machineOf({ Only: { End: true, ...state } as Json });
const map = (fields: object, processor: object = {}) =>
  only({ Type: 'Map', ItemProcessor: { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } }, ...processor }, ...fields });

/** What asl-validator is there to find; it takes a fifth of a second, so that the other cases do without. */
const structural = /^(Gone|MISSING.*|Only|State 'Only')$/;

describe('a definition', () => {
  test.each([
    [
      'JSONPath as the default',
      { StartAt: 'Only', States: { Only: { Type: 'Pass', End: true } } },
      "State 'Only': its query language is JSONPath; only JSONata",
    ],
    ['JSONPath in one state', only({ Type: 'Pass', QueryLanguage: 'JSONPath' }), "State 'Only': its query language is JSONPath"],
    ['a field of JSONPath', only({ Type: 'Pass', InputPath: '$.a' }), "State 'Only': the field InputPath is not supported"],
    ['Result in a Pass', only({ Type: 'Pass', Result: 1 }), "State 'Only': the field Result is not supported"],
    ['Credentials', only(task({ Credentials: {} }) as object), "State 'Only': the field Credentials is not supported"],
    [
      'ItemReader',
      map({ ItemReader: { Resource: 'arn:aws:states:::s3:getObject' } }),
      "State 'Only': the field ItemReader is not supported",
    ],
    ['ItemBatcher', map({ ItemBatcher: {} }), "State 'Only': the field ItemBatcher is not supported"],
    [
      'a distributed Map',
      map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED' } }),
      'the processor mode "DISTRIBUTED" is not supported; only INLINE is',
    ],
    [
      'a field nobody knows, deep inside',
      map({}, { States: { Item: { Type: 'Pass', Odd: 1, End: true } } }),
      "State 'Item': the field Odd is not supported",
    ],
    [
      'a field of a Catch',
      only(task({ Catch: [{ ErrorEquals: ['A'], Next: 'Only', ResultPath: '$' }] }) as object),
      "State 'Only', Catch[0]: the field ResultPath",
    ],
    [
      'a field of a rule',
      machineOf({
        C: { Type: 'Choice', Choices: [{ Variable: '$.a', Condition: true, Next: 'D' }], Default: 'D' },
        D: { Type: 'Succeed' },
      }),
      "State 'C', Choices[0]: the field Variable",
    ],
    ['an unknown type', only({ Type: 'Loop' }), 'State \'Only\': the type "Loop" is not supported'],
    [
      'an activity',
      only(task({ Resource: 'arn:aws:states:us-east-1:111111111111:activity:a' }) as object),
      "State 'Only': the resource arn:aws:states:us-east-1",
    ],
    ['.sync', only(task({ Resource: 'arn:aws:states:::ecs:runTask.sync' }) as object), "State 'Only': the integration pattern .sync of"],
    [
      'the operator ??',
      only({ Type: 'Pass', Output: '{% $a ?? 1 %}' }),
      "State 'Only': Output: the JSONata expression '$a ?? 1' cannot be parsed",
    ],
    [
      '$eval',
      only({ Type: 'Pass', Output: { a: ["{% $eval('1') %}"] } }),
      "State 'Only': Output/a[0]: the JSONata expression '$eval('1')' calls $eval",
    ],
    ['a target that is not there', machineOf({ Only: { Type: 'Pass', Next: 'Gone' }, End: { Type: 'Succeed' } }), 'Gone'],
    ['no way out', machineOf({ Only: { Type: 'Pass', Next: 'Only' } }), 'MISSING_TERMINAL_STATE|terminal'],
    ['End beside Next', only({ Type: 'Pass', Next: 'Only' }), 'Only'],
    ['a time-out of 0', only(task({ TimeoutSeconds: 0 }) as object), "State 'Only'"],
    [
      'heartbeats as long as the time-out',
      only(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }) as object),
      'HeartbeatSeconds must be smaller',
    ],
    [
      'States.ALL in company',
      only(task({ Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] }) as object),
      'Retry[0]: States.ALL must stand alone',
    ],
    [
      'States.ALL before others',
      only(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }) as object),
      'Retry[0]: States.ALL must be in the last entry',
    ],
    ['a BackoffRate below 1', only(task({ Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }) as object), 'Retry[0]: BackoffRate must be'],
    [
      'a jitter nobody knows',
      only(task({ Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'HALF' }] }) as object),
      'Retry[0]: JitterStrategy must be',
    ],
    ['the variable states', only({ Type: 'Pass', Assign: { states: 1 } }), "State 'Only': the variable name states is reserved"],
    ['a variable that begins with an underscore', only({ Type: 'Pass', Assign: { _a: 1 } }), '"_a" is not a name for a variable'],
    [
      'a machine that may take no time',
      machineOf({ Only: { Type: 'Pass', End: true } }, { TimeoutSeconds: 0 }),
      'TimeoutSeconds must be a positive whole number',
    ],
    ['a variable with a dot', only({ Type: 'Pass', Assign: { 'a.b': 1 } }), 'State \'Only\': "a.b" is not a name for a variable'],
    [
      'an inner variable named like an outer',
      map({ Assign: { x: 1 } }, { States: { Item: { Type: 'Pass', Assign: { x: 2 }, End: true } } }),
      "State 'Item': the variable x belongs to an enclosing scope",
    ],
  ])('with %s is refused', (_, definition, reason) => {
    const text = refusal(definition as Json, !structural.test(reason));
    expect(text).toMatch(/^InvalidDefinition: /);
    expect(reason.split('|').some((part) => text.includes(part))).toBe(true);
  });

  test('is refused with every reason at once', () => {
    const text = refusal(machineOf({ A: { Type: 'Pass', InputPath: '$', Next: 'B' }, B: { Type: 'Succeed', OutputPath: '$' } }));
    expect(text.split('\n')).toEqual([
      "InvalidDefinition: State 'A': the field InputPath is not supported",
      "State 'B': the field OutputPath is not supported",
    ]);
  });

  test('may have expressions over many lines, empty strings and nested lists', () => {
    expect(refusal(only({ Type: 'Pass', Output: ['', [[1]], '{%\n  1 +\n  1\n%}', '{%2%}'] }))).toBe('loaded');
  });

  test('is left as it was given', () => {
    const given = only({ Type: 'Pass' });
    const text = JSON.stringify(given);
    loadDefinition(given);
    expect(JSON.stringify(given)).toBe(text);
  });
});
