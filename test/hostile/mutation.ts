import fc from 'fast-check';
import { awkward, inherited, type Json, text, value } from './values.ts';

/** One change of one value. Undefined takes it away. */
type Change = (value: Json) => Json | undefined;

const isMembers = (value: Json): value is { [member: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as one of another type that says nearly the same. */
const retyped: Change = (old) => {
  if (typeof old === 'string') return [old];
  if (typeof old === 'number' || typeof old === 'boolean') return String(old);
  if (old === null) return {};
  return Array.isArray(old) ? Object.fromEntries(old.entries()) : Object.values(old);
};

const twice: Change = (old) =>
  Array.isArray(old) ? [...old, ...old] : isMembers(old) ? [old, old] : typeof old === 'string' ? old + old : old;

const withMember =
  (name: string, added: Json): Change =>
  (old) =>
    isMembers(old) ? Object.fromEntries([...Object.entries(old), [name, added]]) : { [name]: added };

/** The first member under another name. */
const renamed =
  (name: string): Change =>
  (old) =>
    isMembers(old) ? Object.fromEntries(Object.entries(old).map(([known, inner], index) => [index === 0 ? name : known, inner])) : old;

const spoiled =
  (addition: string, atStart: boolean): Change =>
  (old) =>
    typeof old !== 'string' ? addition : atStart ? addition + old : old + addition;

/** Characters: more than any field takes, and less than three changes on top of each other could make of it. */
const overlength = 200_000;

const overlong: Change = (old) => {
  const times = Math.ceil(overlength / Math.max(100, JSON.stringify(old).length));
  return typeof old === 'string' ? (old || 'x').repeat(times) : Array.from({ length: times }, () => old);
};

const change: fc.Arbitrary<Change> = fc.oneof(
  value.map(
    (other): Change =>
      () =>
        other,
  ),
  fc.constantFrom<Change>(() => undefined, retyped, twice, overlong),
  fc.tuple(fc.oneof(fc.constantFrom(...inherited), text), value).map(([name, added]) => withMember(name, added)),
  text.map(renamed),
  fc.tuple(fc.constantFrom(...awkward), fc.boolean()).map(([addition, atStart]) => spoiled(addition, atStart)),
);

/** Every place in a value, the whole first. */
const placesIn = (whole: Json, at: readonly string[] = []): (readonly string[])[] => [
  at,
  ...(typeof whole === 'object' && whole !== null ? Object.entries(whole).flatMap(([name, inner]) => placesIn(inner, [...at, name])) : []),
];

function changed(whole: Json, [name, ...rest]: readonly string[], made: Change): Json | undefined {
  if (name === undefined) return made(whole);
  const entries = Object.entries(whole as object).flatMap(([known, inner]: [string, Json]) => {
    const next = known === name ? changed(inner, rest, made) : inner;
    return next === undefined ? [] : [[known, next] as const];
  });
  return Array.isArray(whole) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** A valid value with one to three changes somewhere in it. Rarely something else altogether. */
export const mutationOf = (valid: Json): fc.Arbitrary<Json> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 3 }).map((changes) =>
        changes.reduce<Json>((whole, [number, made]) => {
          const places = placesIn(whole);
          return changed(whole, places[number % places.length] ?? [], made) ?? null;
        }, valid),
      ),
    },
    { weight: 1, arbitrary: value },
  );
