import type { JsonSchema } from '../../protocol.ts';

/**
 * One thing to fill in, made from a schema. `path` is that of the value in the request, like `pair.domainName`. What is `fixed` can be one
 * thing only, and is sent unasked; `rows` is a list of alike things, one a line, each by its `columns`.
 */
export interface Field {
  readonly path: string;
  readonly label: string;
  readonly input: 'text' | 'choice' | 'number' | 'flag' | 'pairs' | 'rows' | 'json' | 'fixed';
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly initial: string;
  readonly description: string;
  readonly pattern: string | null;
  readonly maxLength: number | null;
  readonly columns: readonly Field[];
}

/** What has been filled in, by path. */
export type Values = Readonly<Record<string, string>>;

/** The fields of a schema's members, nested ones among them; not those that are given otherwise. */
export function fieldsOf(schema: JsonSchema, given: readonly string[] = [], path = ''): Field[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !given.includes(name))
    .flatMap(([name, member]) => {
      const at = path ? `${path}.${name}` : name;
      return member.properties ? fieldsOf(member, [], at) : [fieldOf(at, member, schema.required?.includes(name) ?? false)];
    });
}

function fieldOf(path: string, whole: JsonSchema, required: boolean): Field {
  const schema = someOf(whole);
  const columns = schema.items?.properties ? fieldsOf(schema.items).filter((field) => field.required || field.input === 'fixed') : [];
  return {
    path,
    label: labelOf(path.split('.').slice(path.includes('.') ? 1 : 0)),
    input: inputOf(schema),
    required: required && schema.default === undefined,
    choices: (schema.enum ?? []).map(String),
    initial: textOf(schema.const ?? schema.default),
    description: schema.description ?? explained(inputOf(schema), columns),
    pattern: schema.pattern ?? null,
    maxLength: schema.maxLength ?? null,
    columns,
  };
}

/** What is filled in where null is allowed too: left empty, it is null. */
const someOf = ({ anyOf = [], ...schema }: JsonSchema): JsonSchema => ({ ...schema, ...anyOf.find(({ type }) => type !== 'null') });

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function explained(input: Field['input'], columns: readonly Field[]): string {
  if (input === 'pairs') return 'One name=value a line.';
  return input === 'rows'
    ? `One a line: ${asked(columns)
        .map(({ label }) => label.toLowerCase())
        .join(', ')}.`
    : '';
}

/** A field that somebody fills in. */
export type Asked = Field & { readonly input: Exclude<Field['input'], 'fixed'> };

/** Those that somebody fills in. */
export const asked = (fields: readonly Field[]): Asked[] => fields.filter((field): field is Asked => field.input !== 'fixed');

function inputOf({ type, const: only, enum: choices, additionalProperties, items }: JsonSchema): Field['input'] {
  if (only !== undefined) return 'fixed';
  if (choices) return 'choice';
  if (items?.properties) return 'rows';
  if (type === 'string') return 'text';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'flag';
  const isPairs = type === 'object' && typeof additionalProperties === 'object' && additionalProperties.type === 'string';
  return isPairs ? 'pairs' : 'json';
}

/** The names on the way to a member as words: `previousParentConnectionId` as `Previous parent connection id`. */
export function labelOf(names: readonly string[]): string {
  const words = names
    .join(' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
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

function readAs({ input, columns }: Field, text: string): unknown {
  if (input === 'number') return numberOf(text);
  if (input === 'flag') return text === 'true';
  if (input === 'pairs') return pairsOf(text);
  if (input === 'rows') return rowsOf(columns, text);
  return input === 'json' ? jsonOf(text) : text.trim();
}

/** What is no number is sent as the text it is: NaN would become null, which can mean that there is no limit. */
const numberOf = (text: string) => (Number.isFinite(Number(text)) ? Number(text) : text.trim());

/** `name=value` a line; a line without a `=` is a name with an empty value. */
const pairsOf = (text: string) =>
  Object.fromEntries(
    linesOf(text).map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name.trim(), value.join('=').trim()];
    }),
  );

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim());

/** A value for each column a line, with spaces, tabs, commas or semicolons between them. What is too much belongs to the last: the API refuses it. */
const rowsOf = (columns: readonly Field[], text: string) =>
  linesOf(text).map((line) => {
    const words = line.trim().split(/[\s,;]+/);
    const last = asked(columns).length - 1;
    const values = asked(columns).map(({ path }, index) => [path, words.slice(index, index < last ? index + 1 : undefined).join(' ')]);
    return requestOf(columns, { ...initialValues(columns), ...Object.fromEntries(values) });
  });

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

/** The complaints about each field as it is filled in, those about its inner members with it; and those that belong to none. */
export function complaintsOf(
  fields: readonly Field[],
  values: Values,
  errors: readonly Complaint[],
): { readonly at: ReadonlyMap<string, string>; readonly rest: readonly Complaint[] } {
  const ownerOf = ({ path }: Complaint) => fields.find((field) => path === field.path || path.startsWith(`${field.path}.`));
  const at = new Map<string, string>();
  for (const error of errors) {
    const owner = ownerOf(error);
    if (owner) at.set(owner.path, [at.get(owner.path), said(owner, values[owner.path] ?? '', error)].filter(Boolean).join('; '));
  }
  return { at, rest: errors.filter((error) => !ownerOf(error)) };
}

/** What is said about one of many lines names it by its number, as do the other lines that it is about. */
function said({ path, input }: Field, text: string, complaint: Complaint): string {
  if (input !== 'rows') return complaint.message;
  const numbers = text.split('\n').flatMap((line, index) => (line.trim() ? [index + 1] : []));
  const named = (words: string) =>
    words.replace(new RegExp(`${path}\\.(\\d+)(\\.[\\w.]+)?`, 'g'), (_, row) => `line ${numbers[Number(row)]}`);
  return complaint.path === path ? named(complaint.message) : `${named(complaint.path)}: ${named(complaint.message)}`;
}
