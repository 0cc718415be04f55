import type { Resource } from './definition.ts';

const lambda = /^arn:[^:]+:lambda:[^:]*:\d*:function:.+$/;
const service = /^arn:[^:]+:states:::((?:aws-sdk:)?[^:]+):([^:]+)$/;
const callback = '.waitForTaskToken';

/** Reads a Task's Resource: a function's ARN or a request-response or callback integration. Throws a sentence for anything else. */
export function parseResource(arn: string): Resource {
  if (lambda.test(arn)) return { integration: 'lambda', arn, callback: false };
  const [, type, action] = service.exec(arn) ?? [];
  if (!type || !action) throw new Error(`the resource ${arn} is not supported`);
  const [, pattern] = /\.([^.]+)$/.exec(action) ?? [];
  if (pattern && `.${pattern}` !== callback) throw new Error(`the integration pattern .${pattern} of ${arn} is not supported`);
  return { integration: 'service', arn, type, action, callback: action.endsWith(callback) };
}
