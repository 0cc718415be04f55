import fc from 'fast-check';

/** Anything JSON can say. Members may have any name: `__proto__` is one like the others. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/** Looks like a secret, and is in every sort of text: where it comes out again it was not meant to, unless a table says so. */
export const canary = 'canary-AKIA2F6D9C41-wJalrXUtnFEMI';

/** Stands for arrays within arrays, which no value in memory could hold without breaking what copies it. */
export const abyss = 'an abyss of arrays';

/** As many as fit into an event of EventBridge (256 KB) with room to spare. */
const depth = 60_000;

/** The text of a value, with every abyss opened. */
export const textOf = (value: Json): string =>
  JSON.stringify(value).replace(/(?<=^|[[,:])"an abyss of arrays"(?!:)/g, `${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Names that objects have without having been given them. */
export const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__'] as const;

/** What has broken something somewhere: each is a way out of the text that it stands in. */
export const awkward: readonly string[] = [
  ...inherited,
  canary,
  abyss,
  '',
  ' ',
  '\0',
  '\u001b[2J\u001b]0;title\u0007',
  'line\r\n{"level":"ERROR","message":"forged"}',
  'line\u2028separator\u2029',
  '\u202etxt.exe\u202c',
  '\u200b\ufeff',
  '\ud800',
  'half \udfff pair',
  '\uffff\ufffe',
  'é'.normalize('NFD'),
  '𠮷',
  '{% $states.context.Execution.Id %}',
  '{% $eval("1") %}',
  '$',
  '$.id',
  '$$.Execution.Id',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own writing.
  '${AWS::AccountId}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the framework's own writing.
  '${env:PATH}',
  '*',
  'arn:aws:iam::*:role/*',
  'arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0123456789abcdef0/../../x',
  ':',
  '/',
  '../../../etc/passwd',
  '%2e%2e%2f',
  '%00',
  '(a+)+$',
  '[',
  '\\',
  '"',
  "' OR 1=1 --",
  '`',
  '#',
  '=',
  '-1',
  '1e309',
  '0x10',
  'NaN',
  '9'.repeat(400),
  'a'.repeat(5_000),
  `${'a'.repeat(3_000)}!`,
  '1970-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '9999-12-31T23:59:59.999Z',
];

/** Any text: awkward as it stands, or in the middle of another, or whatever comes. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...awkward) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...awkward), fc.constantFrom(...awkward)).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
);

const number: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 31, 2 ** 53, 2 ** 53 + 2, -(2 ** 63), 1e21, 1e308, 5e-324, 8.64e15, 8.64e15 + 1),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const plain: fc.Arbitrary<Json> = fc.oneof(fc.constantFrom<Json>(null, true, false), number, text);

/** Members of any name; `Object.fromEntries` makes members where an assignment would reach for a prototype. */
const membersOf = (value: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.array(fc.tuple(text, value), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));

/** What cannot be made a text of: whoever tries calls what it finds. */
const unspeakable: Json = { toString: 'x', valueOf: null };

const nested: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, plain, fc.array(tie('value'), { maxLength: 4 }), membersOf(tie('value'))),
})).value;

/** Any value that JSON can say. */
export const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: plain },
  { weight: 1, arbitrary: fc.constant<Json>(unspeakable) },
  { weight: 3, arbitrary: nested },
);
