import type { Store } from '../src/store.ts';

/** A store that dies at its n-th use after being told to, as a function does that is killed there. */
export function dyingStore(store: Store, dieAt: number): Store {
  let uses = 0;
  return new Proxy(store, {
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver);
      return (...args: unknown[]) => {
        uses += 1;
        if (uses > dieAt) throw new Error('killed');
        return (member as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}
