import { expect, test } from '@jest/globals';
import { meant } from '../../cli/meant.ts';
import { kindNames } from '../../src/kinds/index.ts';
import { call } from './terminal.ts';

test.each([
  ['es-pakage', 'es-package'],
  ['ES_Package', 'es-package'],
  ['package', 'es-package'],
  ['latice-service', 'lattice-service'],
  ['lattice-services', 'lattice-service'],
  ['dx-hostedconnection', 'dx-hosted-connection'],
  ['dx', 'dx-hosted-connection'],
])('who writes %s probably means %s', (written, kind) => {
  expect(meant(written, kindNames)).toBe(kind);
});

test.each(['ec2-volume', 'xyz', 's', ''])('nothing is known to be meant by "%s"', (written) => {
  expect(meant(written, kindNames)).toBeUndefined();
});

test.each(['plan', 'associate', 'dissociate', 'batch create'])(
  '%s of a misspelt kind says which was probably meant, whatever its flags',
  async (command) => {
    const { code, messages } = await call([...command.split(' '), 'es-pakage', '--package-id', 'F1', '--domain-name', 'd']);
    expect([code, messages]).toEqual([
      2,
      expect.stringMatching(/^error: There is no kind es-pakage here\.\n {2}Probably es-package is meant\. There are es-package, /),
    ]);
  },
);

test('a word after the flags is no kind either', async () => {
  const { code, messages } = await call(['plan', '--reason', 'why', 'es-pakage']);
  expect([code, messages]).toEqual([2, expect.stringContaining('Probably es-package is meant.')]);
});

test('an option that nobody knows is still said to be unknown', async () => {
  const { code, messages } = await call(['associate', '--fil', 'x']);
  expect([code, messages]).toEqual([2, "error: unknown option '--fil'\n(Did you mean --file?)\n"]);
});
