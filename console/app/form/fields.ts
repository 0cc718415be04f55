import type { JsonSchema } from '../../protocol.ts';

/** One thing to fill in, made from a schema. `path` is that of the value in the request, like `pair.domainName`. */
export interface Field {
  readonly path: string;
  readonly label: string;
  readonly input: 'text' | 'choice' | 'number' | 'flag' | 'pairs' | 'json';
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly initial: string;
  readonly description: string;
  readonly pattern: string | null;
  readonly maxLength: number | null;
}

/** What has been filled in, by path. */
export type Values = Readonly<Record<string, string>>;

/** The fields of a schema's members, nested ones among them; not those that are given otherwise, nor those that can be one thing only. */
export function fieldsOf(schema: JsonSchema, given: readonly string[] = [], path = ''): Field[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name, member]) => !given.includes(name) && member.const === undefined)
    .flatMap(([name, member]) => {
      const at = path ? `${path}.${name}` : name;
      return member.properties ? fieldsOf(member, [], at) : [fieldOf(name, at, member, schema.required?.includes(name) ?? false)];
    });
}

const fieldOf = (name: string, path: string, schema: JsonSchema, required: boolean): Field => ({
  path,
  label: labelOf(name),
  input: inputOf(schema),
  required: required && schema.default === undefined,
  choices: (schema.enum ?? []).map(String),
  initial: schema.default === undefined ? '' : typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default),
  description: schema.description ?? (inputOf(schema) === 'pairs' ? 'One name=value a line.' : ''),
  pattern: schema.pattern ?? null,
  maxLength: schema.maxLength ?? null,
});

function inputOf({ type, enum: choices, additionalProperties }: JsonSchema): Field['input'] {
  if (choices) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  const isPairs = type === 'object' && typeof additionalProperties === 'object' && additionalProperties.type === 'string';
  return isPairs ? 'pairs' : 'json';
}

/** A member's name as words: `previousParentConnectionId` as `Previous parent connection id`. */
export function labelOf(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a form begins with. */
export const initialValues = (fields: readonly Field[]): Values => Object.fromEntries(fields.map(({ path, initial }) => [path, initial]));

/** What was filled in as the members of a request; what was left empty is left out. Whether it is any good, the API says. */
export function requestOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const field of fields) {
    const text = values[field.path] ?? '';
    if (text.trim() !== '') put(request, field.path.split('.'), readAs(field, text));
  }
  return request;
}

function put(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner = (into[name] ?? {}) as Record<string, unknown>;
  into[name] = inner;
  put(inner, rest, value);
}

function readAs({ input }: Field, text: string): unknown {
  if (input === 'number') return Number(text);
  if (input === 'flag') return text === 'true';
  if (input === 'pairs') return pairsOf(text);
  return input === 'json' ? jsonOf(text) : text.trim();
}

/** `name=value` a line; a line without a `=` is a name with an empty value. */
const pairsOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => {
        const [name = '', ...value] = line.split('=');
        return [name.trim(), value.join('=').trim()];
      }),
  );

/** What is no JSON is sent as the text it is: the API says what it should have been. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A problem that the API has with a request: where, and what. */
interface Complaint {
  readonly path: string;
  readonly message: string;
}

/** The complaints about each field, those about its inner members with it; and those that belong to none. */
export function complaintsOf(
  fields: readonly Field[],
  errors: readonly Complaint[],
): { readonly at: ReadonlyMap<string, string>; readonly rest: readonly Complaint[] } {
  const ownerOf = ({ path }: Complaint) => fields.find((field) => path === field.path || path.startsWith(`${field.path}.`));
  const at = new Map<string, string>();
  for (const error of errors) {
    const owner = ownerOf(error);
    if (owner) at.set(owner.path, [at.get(owner.path), error.message].filter(Boolean).join('; '));
  }
  return { at, rest: errors.filter((error) => !ownerOf(error)) };
}
