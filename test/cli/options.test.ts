import { expect, test } from '@jest/globals';
import { kindFlags } from '../../cli/kinds.ts';
import { everywhere, optionsOf, pairOptions, selectorOptions } from '../../cli/options.ts';
import { call } from './terminal.ts';

const everyOption = [
  ...everywhere(),
  ...Object.values(optionsOf).flatMap((options) => options()),
  ...Object.keys(kindFlags).flatMap(pairOptions),
  ...Object.values(selectorOptions).flatMap(({ options }) => options()),
];

const ofOneValue = new Set(everyOption.filter(({ required, flags }) => required && !flags.includes('=')).map(({ flags }) => flags));

test.each([...ofOneValue])('%s is refused when it is given twice', (flags) => {
  for (const { parseArg } of everyOption.filter((option) => option.flags === flags)) {
    expect(() => parseArg?.('other', 'one')).toThrow('It can be given once.');
  }
});

test.each([
  ['list --stage dev --stage prod', "option '--stage <name>' argument 'prod' is invalid. It can be given once."],
  ['--stage dev list --stage dev', "option '--stage <name>' argument 'dev' is invalid. It can be given once."],
  [
    'associate es-package --package-id F1 --domain-name a --package-id F2',
    "option '--package-id <id>' argument 'F2' is invalid. It can be given once.",
  ],
  ['list --label team=a --label team=b', "option '--label <name=value>' argument 'team=b' is invalid. It can be given once for team."],
  ['plan lattice-service --tag k=a --tag k=a', "option '--tag <key=value>' argument 'k=a' is invalid. It can be given once for k."],
])('liaison %s is a mistake in the words', async (words, message) => {
  expect(await call(words.split(' '))).toMatchObject({ code: 2, output: '', messages: `error: ${message}\n` });
});

test('a label is given for every name that it has', () => {
  const label = optionsOf.list?.().find(({ long }) => long === '--label');
  expect(label?.parseArg?.('tier=', { team: 'search' })).toEqual({ team: 'search', tier: '' });
});
