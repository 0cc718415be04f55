import type { State } from '../../local/state.ts';

/** What the simulators remember, in memory and with nothing behind it. Lists are in the order of their keys. */
export function createMemoryState(): State {
  const collections = new Map<string, Map<string, unknown>>();
  const collection = (name: string) => {
    const found = collections.get(name) ?? new Map<string, unknown>();
    collections.set(name, found);
    return found;
  };
  return {
    get: <Document>(name: string, key: string) => collection(name).get(key) as Document | undefined,
    put: (name, key, document) => void collection(name).set(key, document),
    delete: (name, key) => void collection(name).delete(key),
    list: <Document>(name: string) => [...collection(name)].sort(([one], [other]) => (one < other ? -1 : 1)) as [string, Document][],
    close: () => undefined,
  };
}
