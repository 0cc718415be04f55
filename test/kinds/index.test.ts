import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { kindNames, kindOf, kinds } from '../../src/kinds/index.ts';

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const filesIn = (folder: string) =>
  readdirSync(source(folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);

/** Every module that comes along with this one, packages by their names. */
async function cargoOf(path: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [source(path)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path: name }) => name));
}

describe('the registry', () => {
  test('has every folder of src/kinds under the name that its pair module gives itself', () => {
    const folders = readdirSync(source('src/kinds'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect([...kindNames].sort()).toEqual(folders.map(({ name }) => name).sort());
    for (const [name, rules] of Object.entries(kinds)) expect(rules.name).toBe(name);
  });

  test('has a function for every kind', () => {
    expect(readdirSync(source('functions'))).toEqual(expect.arrayContaining(kindNames.map((name) => `${name}.ts`)));
  });

  test.each(['nosuch', '', 'toString', '__proto__', 'ES-PACKAGE'])('throws for %j, and says what there is', (name) => {
    expect(() => kindOf(name)).toThrow(`There is no kind ${name}. There are ${kindNames.join(', ')}.`);
  });

  test('carries no AWS client: zod is all that comes along with it', async () => {
    expect(new Set(await cargoOf('src/kinds/index.ts'))).toEqual(new Set(['zod']));
  });

  test.each(kindNames)('%s has a pair module that carries nothing, and a schema that carries Zod alone', async (name) => {
    expect(await cargoOf(`src/kinds/${name}/pair.ts`)).toEqual([]);
    expect(new Set(await cargoOf(`src/kinds/${name}/schema.ts`))).toEqual(new Set(['zod']));
  });

  test.each(kindNames)("the operations of %s bring one client along, its own service's", async (name) => {
    const clients = (await cargoOf(`src/kinds/${name}/operations.ts`)).filter((cargo) => cargo.startsWith('@aws-sdk/'));
    expect(new Set(clients).size).toBe(1);
  });
});

test('nobody decides by the name of a kind but the registry', () => {
  const deciding = [/switch \([^)]*\bkind\b/, ...kindNames.map((name) => new RegExp(`\\bkind\\b[^\\n]{0,20}[!=]==? *'${name}'`))];
  const offenders = [...filesIn('src'), ...filesIn('functions')].filter((file) => {
    const text = readFileSync(source(file), 'utf8');
    return deciding.some((pattern) => pattern.test(text));
  });
  expect(offenders).toEqual([]);
});
