import { type JsonSettings, ToStringShapeSerializer } from '@smithy/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { splitHeader } from '@smithy/core/serde';
import type { Members, WireRequest } from './protocol.ts';
import { readText } from './scalar.ts';

/** Where the rest-json protocol puts the members of a structure, and how it writes timestamps there. */
export const restSettings: JsonSettings = { timestampFormat: { useTrait: true, default: 7 }, httpBindings: true, jsonName: true };

type Place = 'label' | 'query' | 'queries' | 'header' | 'headers' | 'status' | 'payload' | 'body';

/** The place of a member in a request or an answer. */
export function placeOf(member: NormalizedSchema): Place {
  const traits = member.getMergedTraits();
  if (traits.httpLabel) return 'label';
  if (traits.httpQuery) return 'query';
  if (traits.httpQueryParams) return 'queries';
  if (traits.httpHeader) return 'header';
  if (traits.httpPrefixHeaders !== undefined) return 'headers';
  if (traits.httpResponseCode) return 'status';
  return traits.httpPayload ? 'payload' : 'body';
}

/** What is read of a request outside its body. */
export interface Outside {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: WireRequest['headers'];
}

/** The value of a member bound to a place outside the body; undefined when it is not there. Throws SerializationException. */
export function readOutside(name: string, member: NormalizedSchema, { labels, query, headers }: Outside): unknown {
  const { httpQuery = '', httpHeader = '', httpPrefixHeaders = '' } = member.getMergedTraits();
  switch (placeOf(member)) {
    case 'label':
      return labels[name] === undefined ? undefined : readText(member, labels[name], name, restSettings);
    case 'query':
      return readTexts(name, member, query.getAll(httpQuery));
    case 'queries':
      return readQueries(name, member, query);
    case 'header': {
      const text = headers[httpHeader.toLowerCase()];
      return text === undefined ? undefined : readTexts(name, member, member.isListSchema() ? splitHeader(String(text)) : [String(text)]);
    }
    case 'headers':
      return readPrefixed(headers, httpPrefixHeaders.toLowerCase());
    default:
      return undefined;
  }
}

function readTexts(name: string, member: NormalizedSchema, texts: readonly string[]): unknown {
  const [first] = texts;
  if (first === undefined) return undefined;
  if (!member.isListSchema()) return readText(member, first, name, restSettings);
  // The element's own schema does not know where the list is bound, and the place decides the format of timestamps.
  const element = member.getValueSchema();
  return texts.map((text, index) => readText(element, text, `${name}.${index + 1}.member`, settingsAt(member)));
}

function settingsAt(member: NormalizedSchema): JsonSettings {
  const format = member.getMergedTraits().httpHeader ? 6 : 5;
  return { ...restSettings, timestampFormat: { useTrait: true, default: format } };
}

function readQueries(name: string, member: NormalizedSchema, query: URLSearchParams): unknown {
  const element = member.getValueSchema();
  const read = (key: string) => {
    const texts = query.getAll(key);
    return element.isListSchema() ? texts : readText(element, texts[0] ?? '', `${name}.${key}`, restSettings);
  };
  return Object.fromEntries([...new Set(query.keys())].map((key) => [key, read(key)]));
}

function readPrefixed(headers: WireRequest['headers'], prefix: string): unknown {
  const found = Object.entries(headers).filter(([key]) => key.startsWith(prefix));
  return found.length ? Object.fromEntries(found.map(([key, value]) => [key.slice(prefix.length), String(value)])) : undefined;
}

/** The headers that the members bound to headers make. */
export function writeHeaders(schema: NormalizedSchema, value: Members): Record<string, string> {
  const serializer = new ToStringShapeSerializer(restSettings);
  const headers: Record<string, string> = {};
  for (const [name, member] of schema.structIterator()) {
    const { httpHeader, httpPrefixHeaders } = member.getMergedTraits();
    const found = value[name];
    if (found === undefined || found === null) continue;
    if (httpHeader) {
      serializer.write(member, found);
      headers[httpHeader.toLowerCase()] = serializer.flush();
    }
    if (httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries(found)) headers[`${httpPrefixHeaders}${key}`.toLowerCase()] = String(text);
    }
  }
  return headers;
}
