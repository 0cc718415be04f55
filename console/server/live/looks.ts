import type { Upstream } from '../upstream.ts';
import { look, type News } from './look.ts';

type Listener = (news: News) => void;

/** Has an address of the API looked at for as long as somebody listens; gives what ends the listening. */
export type Watch = (path: string, as: string | null, listener: Listener) => () => void;

/** Looks, shared by all who listen to the same address as the same principal. */
export function createWatch(upstream: Upstream): Watch {
  const looks = new Map<string, { readonly listeners: Set<Listener>; last: News | undefined; readonly controller: AbortController }>();

  function begin(key: string, path: string, as: string | null) {
    const begun = { listeners: new Set<Listener>(), last: undefined as News | undefined, controller: new AbortController() };
    looks.set(key, begun);
    const tell = (news: News) => {
      begun.last = news;
      for (const listener of begun.listeners) listener(news);
    };
    void look(upstream, { path, as }, tell, begun.controller.signal);
    return begun;
  }

  return (path, as, listener) => {
    const key = `${as ?? ''} ${path}`;
    const shared = looks.get(key) ?? begin(key, path, as);
    shared.listeners.add(listener);
    if (shared.last) listener(shared.last);
    return () => {
      shared.listeners.delete(listener);
      if (shared.listeners.size > 0 || looks.get(key) !== shared) return;
      looks.delete(key);
      shared.controller.abort();
    };
  };
}
