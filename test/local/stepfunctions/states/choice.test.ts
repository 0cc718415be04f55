import { describe, expect, test } from '@jest/globals';
import { run } from '../machine.ts';

const ends = { Small: { Type: 'Succeed' }, Large: { Type: 'Pass', End: true }, Other: { Type: 'Pass', Output: '{% $size %}', End: true } };

const sized = {
  Choose: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $states.input.n < 10 %}', Next: 'Small', Assign: { size: 'small' }, Output: { was: '{% $states.input.n %}' } },
      { Condition: '{% $states.input.n > 10 %}', Next: 'Large' },
    ],
    Default: 'Other',
    Assign: { size: 'exactly ten' },
    Output: '{% $states.input.n + 1 %}',
  },
  ...ends,
};

describe('Choice', () => {
  test('the first rule that is true decides, with its own Assign and Output', async () => {
    const { status, output, events, history } = await run(sized, { n: 1 });
    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { was: 1 } });
    expect(events).toEqual([
      'ExecutionStarted',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history[2]?.stateExitedEventDetails).toEqual({
      name: 'Choose',
      output: '{"was":1}',
      outputDetails: { truncated: false },
      assignedVariables: { size: '"small"' },
      assignedVariablesDetails: { truncated: false },
    });
  });

  test('a rule without Output passes the input on, whatever the Choice itself says', async () => {
    expect((await run(sized, { n: 11 })).output).toEqual({ n: 11 });
  });

  test('Default comes with the Assign and Output of the Choice', async () => {
    expect((await run(sized, { n: 10 })).output).toBe('exactly ten');
  });

  test('a Condition may be a plain boolean', async () => {
    const states = {
      Choose: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Small' }], Default: 'Large' },
      Small: ends.Small,
      Large: ends.Large,
    };
    expect((await run(states)).events).toContain('SucceedStateEntered');
  });

  test('without a true rule and a Default the execution fails', async () => {
    const states = { Choose: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'Small' }] }, Small: { Type: 'Succeed' } };
    const { error, events } = await run(states);
    expect(error).toBe('States.NoChoiceMatched');
    expect(events).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'ExecutionFailed']);
  });

  test('a Condition that is no boolean fails the execution, naming the rule', async () => {
    const states = {
      Choose: { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'Small' }], Default: 'Small' },
      Small: { Type: 'Succeed' },
    };
    const { error, cause, events } = await run(states);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      "An error occurred while executing the state 'Choose' (entered at the event id #2). The JSONata expression ''yes'' specified for the " +
        "field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"",
    );
    expect(events).toEqual(['ExecutionStarted', 'ChoiceStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
  });
});
