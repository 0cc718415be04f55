import * as z from 'zod';
import { batchDecisionSchema } from '../src/api/batches.ts';
import { decisionSchemas } from '../src/api/decide.ts';
import { kinds } from '../src/kinds/index.ts';
import { association, associationPage, associationSummary, historyEntry, historyPage } from './association.ts';
import { batch, batchItemPage, batchPage } from './batch.ts';
import { components, type JsonSchema, open } from './json-schema.ts';
import { actor, call, check, json, words } from './parts.ts';
import { plans } from './plan.ts';
import { problem } from './problem.ts';
import { batchRequest, request, requests } from './request.ts';

const pascal = (name: string) => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
const forKinds = (schemas: Readonly<Record<string, z.ZodType>>, what: string) =>
  Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [`${pascal(kind)}${what}`, schema]));

/** What callers send. Members that are not described are refused. */
const asked: Readonly<Record<string, z.ZodType>> = {
  Request: request,
  ...forKinds(requests, 'Request'),
  ...forKinds(Object.fromEntries(Object.values(kinds).map(({ name, schema }) => [name, schema])), 'Pair'),
  BatchRequest: batchRequest,
  Approval: decisionSchemas.approve,
  Rejection: decisionSchemas.reject,
  Cancellation: decisionSchemas.cancel,
  Retry: decisionSchemas.retry,
  BatchDecision: batchDecisionSchema,
};

/** What they get. Members may be added. */
const answered: Readonly<Record<string, z.ZodType>> = {
  Association: association,
  AssociationSummary: associationSummary,
  AssociationPage: associationPage,
  HistoryEntry: historyEntry,
  HistoryPage: historyPage,
  Plans: plans,
  Batch: batch,
  BatchPage: batchPage,
  BatchItemPage: batchItemPage,
  Problem: problem,
  Actor: actor,
  Words: words,
  Check: check,
  Call: call,
  Json: json,
};

/** Every schema that has a name in the document. */
export const schemas: Readonly<Record<string, z.ZodType>> = { ...asked, ...answered };

/** The same as JSON Schema. */
export const jsonSchemas = (): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(components(schemas)).map(([name, schema]) => [name, Object.hasOwn(answered, name) ? open(schema) : schema]),
  );

const names = new Map(Object.entries(schemas).map(([name, schema]) => [schema, name]));

/** The schema by its name, or the choice of such. Throws for one that has none. */
export function referenceTo(schema: z.ZodType): JsonSchema {
  const name = names.get(schema);
  if (name) return { $ref: `#/components/schemas/${name}` };
  if (schema instanceof z.ZodUnion) return { anyOf: schema.options.map((option) => referenceTo(option as z.ZodType)) };
  throw new Error('The schema of a body needs a name in schemas/components.ts.');
}
