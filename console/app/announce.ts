import { signal } from '@preact/signals';

/** What a screen reader says next: a state that changed, what became of an action. */
export const announcement = signal('');

/** What the browser's tab is called: by its state too, for whoever has many. */
export const nameTab = (text: string): void => {
  document.title = `${text} · Liaison`;
};

/** Has it said, also when it is what was said last. */
export const announce = (text: string): void => {
  announcement.value = '';
  setTimeout(() => {
    announcement.value = text;
  });
};
