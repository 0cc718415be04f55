/** One small machine in both query languages: it passes, calls, chooses, passes and succeeds. The peers speak JSONPath only. */
const states = (task: object | null, chosen: object, call: string) => ({
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Next: task ? call : 'Choose' },
    ...(task && { [call]: { Type: 'Task', Next: 'Choose', ...task } }),
    Choose: { Type: 'Choice', Choices: [{ ...chosen, Next: 'End' }], Default: 'Otherwise' },
    Otherwise: { Type: 'Fail' },
    End: { Type: 'Pass', Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
});

export const roleArn = 'arn:aws:iam::123456789012:role/bench';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:call';
const invoke = { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: functionArn, Payload: '{% $states.input %}' } };
const jsonata = { Condition: '{% $states.context.Execution.Input.word = "go" %}' };
const jsonPath = { Variable: '$$.Execution.Input.word', StringEquals: 'go' };

export const input = { word: 'go' };

/** With a task, and without one: the peer that has an API calls no functions of its own. */
export const machines = {
  jsonata: { QueryLanguage: 'JSONata', ...states(invoke, jsonata, 'Call') },
  jsonataWithoutTask: { QueryLanguage: 'JSONata', ...states(null, jsonata, 'Call') },
  jsonPath: states({ Resource: functionArn, ResultPath: null }, { ...jsonPath, Variable: '$.word' }, 'Call'),
  jsonPathWithoutTask: states(null, { ...jsonPath, Variable: '$.word' }, 'Call'),
};
