import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { diagramOf } from '../../local/diagram.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const definition = JSON.parse(read('statemachines/association.asl.json'));

/** The mermaid block of a page. */
const picture = (page: string) => /```mermaid\n([\s\S]*?)\n```/.exec(read(page))?.[1];

describe('the pictures of the workflow', () => {
  test('the README shows the ways of the deployed state machine', () => {
    expect(picture('README.md')).toBe(diagramOf(definition, { brief: true }));
  });

  test('docs/workflow.md shows all of them', () => {
    expect(picture('docs/workflow.md')).toBe(diagramOf(definition));
  });

  test('every state but the choices is drawn, and every way out of it', () => {
    const full = diagramOf(definition);
    for (const [name, state] of Object.entries(definition.States as Record<string, { Type: string; Next?: string; Catch?: unknown[] }>)) {
      if (state.Type === 'Choice') continue;
      expect(full).toMatch(new RegExp(`^  ${name}[\\[(]`, 'm'));
      if (state.Catch) expect(full).toMatch(new RegExp(`^  ${name} -\\.-> `, 'm'));
    }
  });
});
