import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  onClose(): void;
}

/** A dialog of the browser's own: it keeps the focus, and Escape leaves it. */
export function Dialog({ title, children, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Whoever takes it away gives the focus back, as closing it does.
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={onClose}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}

/** Leaves the dialog it is in; the focus goes back to where it was. */
export const Leave = ({ text }: { readonly text: string }) => (
  <form method="dialog">
    <button type="submit">{text}</button>
  </form>
);
