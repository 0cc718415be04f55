import type { OperationSchema } from './schema.ts';

/** An operation found by method and path, with the labels of its path decoded. */
export interface Route {
  readonly operation: OperationSchema;
  readonly labels: Readonly<Record<string, string>>;
}

type Segment = { readonly type: 'literal' | 'label' | 'greedy'; readonly name: string };

interface Template {
  readonly operation: OperationSchema;
  readonly method: string;
  readonly segments: readonly Segment[];
  /** What the query string must hold (`?find=LayerVersion`). */
  readonly query: URLSearchParams;
}

/** Finds the operation that a method and a URL mean, as Smithy's HTTP bindings route: literals win over labels, greedy labels come last. */
export function createRoutes(operations: Iterable<OperationSchema>): (method: string, url: string) => Route | undefined {
  const templates = [...operations].flatMap(templateOf).sort(byPrecedence);
  return (method, url) => {
    const [path = '', query] = split(url);
    const parts = partsOf(path);
    const sent = new URLSearchParams(query);
    for (const template of templates) {
      if (template.method !== method || [...template.query].some(([key, value]) => sent.get(key) !== value)) continue;
      const labels = match(template.segments, parts);
      if (labels) return { operation: template.operation, labels };
    }
    return undefined;
  };
}

/** A slash at the end says nothing: clients of one service differ about it (`/2015-01-01/tags/`). */
const partsOf = (path: string) => path.replace(/\/$/, '').split('/').slice(1);

/** A URL as path and query string. */
export function split(url: string): [path: string, query: string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function templateOf(operation: OperationSchema): Template[] {
  if (!operation.http) return [];
  const [method, uri] = operation.http;
  const [path, query] = split(uri);
  return [{ operation, method, segments: partsOf(path).map(segmentOf), query: new URLSearchParams(query) }];
}

function segmentOf(text: string): Segment {
  if (!text.startsWith('{')) return { type: 'literal', name: text };
  return text.endsWith('+}') ? { type: 'greedy', name: text.slice(1, -2) } : { type: 'label', name: text.slice(1, -1) };
}

const ranks = { literal: 0, label: 1, greedy: 2 } as const;

function byPrecedence(one: Template, other: Template): number {
  for (const [index, segment] of one.segments.entries()) {
    const against = other.segments[index];
    if (against && ranks[segment.type] !== ranks[against.type]) return ranks[segment.type] - ranks[against.type];
  }
  return [...other.query].length - [...one.query].length;
}

function match(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  for (const [index, { type, name }] of segments.entries()) {
    const last = index === segments.length - 1;
    const text = decode(type === 'greedy' && last ? parts.slice(index).join('/') : parts[index]);
    // A label is never empty: an empty one is another path.
    if (text === undefined || (type === 'literal' ? text !== name : text === '')) return undefined;
    if (type !== 'literal') labels.push([name, text]);
    if (type === 'greedy') return Object.fromEntries(labels);
  }
  return segments.length === parts.length ? Object.fromEntries(labels) : undefined;
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    // A stray percent sign: no operation has such a path.
    return undefined;
  }
}
