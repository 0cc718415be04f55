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
  const input = inputOf(schema);
  const columns = input === 'rows' ? columnsOf(schema) : [];
  return {
    path,
    label: labelOf(path),
    input,
    required: required && schema.default === undefined,
    choices: (schema.enum ?? []).map(String),
    initial: textOf(schema.const ?? schema.default),
    description: schema.description ?? explained(input, columns),
    pattern: schema.pattern ?? null,
    maxLength: schema.maxLength ?? null,
    columns,
  };
}

/** What a line holds of each of alike things: what none of them can be without. */
const columnsOf = ({ items = {} }: JsonSchema): Field[] => fieldsOf(items).filter(({ required }) => required);

/** What is filled in where null is allowed too: left empty, it is null. */
const someOf = ({ anyOf = [], ...schema }: JsonSchema): JsonSchema => ({ ...schema, ...anyOf.find(({ type }) => type !== 'null') });

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function explained(input: Field['input'], columns: readonly Field[]): string {
  if (input === 'pairs') return 'One name=value a line.';
  const labels = asked(columns).map(({ label }) => label.toLowerCase());
  return labels.length > 0 ? `One a line: ${labels.join(', ')}.` : '';
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

/** The names on the way to a member as words, but for what it is a member of: `pair.previousParentConnectionId` as `Previous parent connection id`. */
export function labelOf(path: string): string {
  const [outermost = '', ...inner] = path.split('.');
  const names = (inner.length > 0 ? inner : [outermost]).join(' ');
  const words = names.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a form begins with. */
export const initialValues = (fields: readonly Field[]): Values => Object.fromEntries(fields.map(({ path, initial }) => [path, initial]));
