import { join } from 'node:path';
import type { FunctionConfiguration, RouteConfiguration } from '../configuration.ts';
import type { Members, Value } from './document.ts';
import { list, members, type References } from './references.ts';
import { arnOfFunction, type Place } from './targets.ts';
import { functionsOf } from './template.ts';

/** What Lambda does with asynchronous events when nothing else is said. Source: Lambda developer guide, asynchronous invocation. */
const asynchronousDefaults = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 21_600 };

/** The framework's defaults. */
const defaults = { timeoutSeconds: 6, memoryMegabytes: 1024 };

const known = [
  'handler',
  'description',
  'role',
  'timeout',
  'memorySize',
  'environment',
  'events',
  'maximumRetryAttempts',
  'maximumEventAge',
  'destinations',
] as const;

/** Every function, with its environment's values in place. */
export function readFunctions(
  document: Members,
  { root, stack, place, references }: { root: string; stack: string; place: Place; references: References },
): FunctionConfiguration[] {
  const provider = document.provider as Members;
  return Object.entries(functionsOf(document)).map(([key, value]) => {
    const definition = members(key, value, known);
    return {
      key,
      name: `${stack}-${key}`,
      arn: arnOfFunction(`${stack}-${key}`, place),
      handlerFile: join(root, sourceOf(key, definition.handler)),
      description: String(definition.description ?? ''),
      roleArn: definition.role === undefined ? null : references.text({ 'Fn::GetAtt': [definition.role, 'Arn'] }),
      environment: environment(references, provider.environment, definition.environment),
      timeoutSeconds: number(key, definition.timeout ?? provider.timeout ?? defaults.timeoutSeconds),
      memoryMegabytes: number(key, definition.memorySize ?? provider.memorySize ?? defaults.memoryMegabytes),
      asynchronous: {
        maximumRetryAttempts: number(key, definition.maximumRetryAttempts ?? asynchronousDefaults.maximumRetryAttempts),
        maximumEventAgeSeconds: number(key, definition.maximumEventAge ?? asynchronousDefaults.maximumEventAgeSeconds),
        onFailureQueueArn: definition.destinations === undefined ? null : onFailureQueue(key, definition.destinations, references),
      },
    };
  });
}

/** The HTTP API's routes. Throws an Error for an event that is no route, and for a route that anybody could call. */
export function readRoutes(document: Members): RouteConfiguration[] {
  return Object.entries(functionsOf(document)).flatMap(([functionKey, value]) =>
    list(`events of ${functionKey}`, (value as Members).events ?? []).map((event) => {
      const { httpApi } = members(`an event of ${functionKey}`, event, ['httpApi']);
      const { method, path, authorizer } = members(`a route of ${functionKey}`, httpApi, ['method', 'path', 'authorizer']);
      const { type } = members(`the authorizer of ${path}`, authorizer, ['type']);
      if (type !== 'aws_iam') throw new Error(`The local world knows no authorizer but aws_iam, which ${method} ${path} lacks.`);
      return { method: String(method), path: String(path), functionKey };
    }),
  );
}

function sourceOf(key: string, handler: Value | undefined): string {
  const [, path] = /^(.+)\.handler$/.exec(String(handler)) ?? [];
  if (path === undefined) throw new Error(`${key} must be handled by an export called handler, not by ${handler}.`);
  return `${path}.ts`;
}

const environment = (references: References, ...parts: (Value | undefined)[]) =>
  Object.fromEntries(
    parts.flatMap((part) => Object.entries((part ?? {}) as Members)).map(([name, value]) => [name, references.text(value)]),
  );

function onFailureQueue(key: string, destinations: Value, references: References): string {
  const { onFailure } = members(`destinations of ${key}`, destinations, ['onFailure']);
  const { type, arn: queueArn } = members(`onFailure of ${key}`, onFailure, ['type', 'arn']);
  if (type !== 'sqs') throw new Error(`The local world sends failures to queues only, and ${key} names ${type}.`);
  return references.text(queueArn);
}

function number(key: string, value: Value): number {
  if (typeof value !== 'number') throw new Error(`${key} has ${JSON.stringify(value)} where a number is wanted.`);
  return value;
}
