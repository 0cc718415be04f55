import { asked, type Field, initialValues, type Values } from './fields.ts';

/** What was filled in as the members of a request; what was left empty is left out. Whether it is any good, the API says. */
export function requestOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  const request: Record<string, unknown> = {};
  for (const field of fields) {
    const text = values[field.path] ?? '';
    if (text.trim() !== '') put(request, field.path.split('.'), readers[field.input](text, field));
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

/** What was filled in as it is sent. What is no good is sent as the text that it is: the API says what it should have been. */
const readers: Readonly<Record<Field['input'], (text: string, field: Field) => unknown>> = {
  text: (text) => text.trim(),
  choice: (text) => text,
  fixed: (text) => text,
  flag: (text) => text === 'true',
  number: numberOf,
  pairs: pairsOf,
  rows: (text, { columns }) => rowsOf(columns, text),
  json: jsonOf,
};

/** NaN would become null, which can mean that there is no limit. */
function numberOf(text: string): number | string {
  return Number.isFinite(Number(text)) ? Number(text) : text.trim();
}

/** `name=value` a line; a line without a `=` is a name with an empty value. */
function pairsOf(text: string): Readonly<Record<string, string>> {
  const pairOf = (line: string) => {
    const [name = '', ...value] = line.split('=');
    return [name.trim(), value.join('=').trim()];
  };
  return Object.fromEntries(linesOf(text).map(pairOf));
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim());

/** A value for each column a line, with spaces, tabs, commas or semicolons between them. What is too much belongs to the last: the API refuses it. */
function rowsOf(columns: readonly Field[], text: string): Record<string, unknown>[] {
  const last = asked(columns).length - 1;
  return linesOf(text).map((line) => {
    const words = line.trim().split(/[\s,;]+/);
    const values = asked(columns).map(({ path }, index) => [path, words.slice(index, index < last ? index + 1 : undefined).join(' ')]);
    return requestOf(columns, { ...initialValues(columns), ...Object.fromEntries(values) });
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
