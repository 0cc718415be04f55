/** What a service's model says of the operations that the local world has. Copied into facts/, with its source. */
export interface Facts {
  readonly source: string;
  readonly errors: Readonly<Record<string, { readonly status: number | null; readonly required?: readonly string[] }>>;
  readonly operations: Readonly<Record<string, { readonly output: string; readonly errors: readonly string[] }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** A shape by its type; the types of members are names of other shapes, or of types without any rule. */
export interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  /** The values of an enum, with | between them. */
  readonly values?: string;
}

/** What is wrong with an answer, each with its place; empty for one that the model allows. */
export function problemsOfAnswer(facts: Facts, operation: string, answer: Readonly<Record<string, unknown>>): string[] {
  const described = facts.operations[operation];
  if (!described) throw new Error(`The facts do not have ${operation}.`);
  const { $metadata: _, ...output } = answer;
  return problemsOf(facts, described.output, output, operation);
}

/** What is wrong with an error that an operation answered; empty for one that its model declares, as it is declared. */
export function problemsOfError({ operations, errors }: Facts, operation: string, error: unknown): string[] {
  const { name, message, $metadata, ...members } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const declared = operations[operation]?.errors.includes(name) ? errors[name] : undefined;
  if (!declared) return [`${operation} does not declare ${name}: ${message}`];
  const status = $metadata?.httpStatusCode;
  const missing = (declared.required ?? []).filter((member) => member !== 'message' && !(member in members));
  return [
    ...(message ? [] : [`${operation} answers ${name} without a message`]),
    ...(declared.status === null || declared.status === status
      ? []
      : [`${operation} answers ${name} with HTTP ${status}, not ${declared.status}`]),
    ...missing.map((member) => `${operation} answers ${name} without ${member}`),
  ];
}

function problemsOf(facts: Facts, name: string, value: unknown, place: string): string[] {
  const shape = facts.shapes[name] ?? { type: name };
  const check = checks[shape.type];
  if (!check) throw new Error(`The facts do not have the shape ${name}.`);
  return check(facts, shape, value, place);
}

type Check = (facts: Facts, shape: Shape, value: unknown, place: string) => string[];

/** A value that has to be of that type, and what else is wrong with one that is. */
const typed =
  <Value>(type: string, isType: (value: unknown) => value is Value, rest: (...about: [Facts, Shape, Value, string]) => string[]): Check =>
  (facts, shape, value, place) =>
    isType(value) ? rest(facts, shape, value, place) : [`${place} is no ${type}: ${JSON.stringify(value)}`];

const noMore = () => [];
const isString = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number';
const isBoolean = (value: unknown) => typeof value === 'boolean';
const isTime = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());
const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checks: Readonly<Record<string, Check>> = {
  structure: typed('structure', isMembers, (facts, { members = {}, required = [] }, value, place) => [
    ...required.filter((member) => value[member] === undefined).map((member) => `${place}.${member} is missing`),
    ...Object.entries(value).flatMap(([member, each]) => {
      const shape = members[member];
      if (shape === undefined) return [`${place}.${member} is no member of the shape`];
      return each === undefined ? [] : problemsOf(facts, shape, each, `${place}.${member}`);
    }),
  ]),
  list: typed('list', Array.isArray, (facts, shape, value, place) => [
    ...sized(shape, value.length, place),
    ...value.flatMap((each, index) => problemsOf(facts, shape.member ?? '', each, `${place}[${index}]`)),
  ]),
  map: typed('map', isMembers, (facts, shape, value, place) => [
    ...sized(shape, Object.keys(value).length, place),
    ...Object.entries(value).flatMap(([key, each]) => [
      ...problemsOf(facts, shape.key ?? '', key, `${place} key ${key}`),
      ...problemsOf(facts, shape.value ?? '', each, `${place}.${key}`),
    ]),
  ]),
  string: typed('string', isString, (_, shape, value, place) => [
    ...sized(shape, value.length, place),
    ...(shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`, 'u').test(value)
      ? []
      : [`${place} is ${value}, not as ${shape.pattern}`]),
    ...(shape.values === undefined || shape.values.split('|').includes(value) ? [] : [`${place} is ${value}, none of ${shape.values}`]),
  ]),
  integer: typed('integer', isNumber, (_, shape, value, place) => [
    ...sized(shape, value, place),
    ...(Number.isInteger(value) ? [] : [`${place} is ${value}, no integer`]),
  ]),
  boolean: typed('boolean', isBoolean, noMore),
  timestamp: typed('time', isTime, noMore),
};

const sized = ({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Shape, size: number, place: string): string[] =>
  size >= min && size <= max ? [] : [`${place} has a length or value of ${size}, not ${min} to ${max}`];
