import { effect, signal } from '@preact/signals';

const storedAs = 'liaison-keys';

/** Whether single keys do anything: whoever speaks to a machine, or presses keys unawares, turns them off. Kept by the browser. */
export const keysAreOn = signal(localStorage.getItem(storedAs) !== 'off');
effect(() => localStorage.setItem(storedAs, keysAreOn.value ? 'on' : 'off'));

/** What the keys of the list do. */
export const keys: readonly (readonly [key: string, does: string])[] = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['x', 'select, or not'],
  ['/', 'filter'],
  ['?', 'this help'],
  ['Esc', 'leave a field or a dialog'],
];

const rows = () => [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];

/** Moves the focus to the next or the previous row. */
export function step(by: 1 | -1): void {
  const all = rows();
  const at = all.indexOf(document.activeElement as HTMLAnchorElement);
  const next = all[at === -1 ? (by === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** The id of the row that has the focus. */
export const focusedRow = (): string | null => (document.activeElement as HTMLElement | null)?.dataset.row ?? null;

const isTyping = (target: EventTarget | null) =>
  target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]');

/** Has single keys handled, except where they are text, in a dialog, or the browser's own. Gives what ends that. */
export function onKeys(handlers: Readonly<Record<string, () => void>>): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isTyping(event.target)) (event.target as HTMLElement).blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
    if (!keysAreOn.value) return;
    const handler = Object.hasOwn(handlers, event.key) ? handlers[event.key] : undefined;
    if (!handler) return;
    event.preventDefault();
    handler();
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
