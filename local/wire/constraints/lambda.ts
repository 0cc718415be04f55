import type { Constraints } from '../service.ts';

const functionName = {
  min: 1,
  max: 256,
  pattern:
    /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/,
};

const qualifier = { min: 1, max: 128, pattern: /^(\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+)$/ };
const oneFunction = { FunctionName: functionName, Qualifier: qualifier };

/** Lambda. Source: botocore lambda model, 2015-03-31. */
export const lambdaConstraints: Constraints = {
  InvocationRequest: {
    ...oneFunction,
    InvocationType: { values: ['Event', 'RequestResponse', 'DryRun'] },
    LogType: { values: ['None', 'Tail'] },
  },
  GetFunctionRequest: oneFunction,
  GetFunctionConfigurationRequest: oneFunction,
  ListFunctionsRequest: { MaxItems: { min: 1, max: 10_000 }, FunctionVersion: { values: ['ALL'] } },
};
