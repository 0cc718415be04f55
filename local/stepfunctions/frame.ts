import { createRequire } from 'node:module';
import type validateDefinition from 'asl-validator';
import { isExpression } from './expression.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

const require = createRequire(import.meta.url);

/**
 * What asl-validator finds wrong: structure, transitions, terminal states, names. It is shown the frame of the machine only,
 * because its schemas refuse payloads that AWS takes (literal outputs, empty strings, broken percentages, expressions over many lines);
 * payloads are checked by compiling them.
 */
export function structuralErrors(machine: JsonObject): string[] {
  // Loaded when it is needed: that takes as long as all the rest of the engine.
  const validate = require('asl-validator') as typeof validateDefinition;
  const { errors } = validate(frameOfContainer(machine, machine.QueryLanguage));
  return errors.map(({ Message }) => Message.replace(/^\/States\/([^/ ]*)/, "State '$1': "));
}

const payloads = ['Output', 'Assign', 'Arguments', 'Items', 'ItemSelector', 'ToleratedFailurePercentage'];

/** What stands in for an expression, by field: something of the type the field must evaluate to. */
const standIns: Readonly<Record<string, Json>> = {
  Condition: '{% true %}',
  Timestamp: '2016-08-18T17:33:00Z',
  Error: 'Error',
  Cause: 'Cause',
};

function frameOfContainer(container: JsonObject, language: Json | undefined): JsonObject {
  if (!isObject(container.States)) return container;
  const states = Object.entries(container.States).map(([name, state]) => [name, isObject(state) ? frameOfState(state, language) : state]);
  return { ...container, States: Object.fromEntries(states) };
}

function frameOfState(state: JsonObject, language: Json | undefined): JsonObject {
  const fields = Object.entries(state)
    .filter(([field]) => !payloads.includes(field))
    .map(([field, value]) => [field, frameOfField(field, value, language)]);
  return { QueryLanguage: language ?? 'JSONPath', ...Object.fromEntries(fields) };
}

function frameOfField(field: string, value: Json, language: Json | undefined): Json {
  if (isExpression(value)) return standIns[field] ?? 1;
  if (field === 'ItemProcessor' && isObject(value)) return frameOfContainer(value, language);
  if (!Array.isArray(value)) return value;
  if (field === 'Branches') return value.map((branch: Json) => (isObject(branch) ? frameOfContainer(branch, language) : branch));
  // A Condition may be a plain boolean (source: the specification, JSONata choice rules), a Catch and a rule carry payloads.
  return value.map((entry: Json) => (isObject(entry) ? frameOfEntry(entry) : entry));
}

function frameOfEntry(entry: JsonObject): JsonObject {
  const fields = Object.entries(entry).filter(([field]) => !payloads.includes(field));
  return Object.fromEntries(
    fields.map(([field, value]) => [
      field,
      field === 'Condition' && (isExpression(value) || typeof value === 'boolean') ? '{% true %}' : value,
    ]),
  );
}
