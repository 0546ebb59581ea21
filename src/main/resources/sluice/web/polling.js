// What a page asks for again and again while it is seen.

import { el, setShown, setText } from './dom.js';

const EVERY_MS = 2000;

/**
 * Asks every two seconds while the page is seen, and gives each answer to show(answer). Where that fails, `problem`
 * says why until it works again, and failed() is called. Gives `problem`, an element; `update()`, which asks now; and
 * `start()`, which begins and gives the function that ends it.
 */
export function polled(ask, show, failed) {
  const problem = el('p', { class: 'alert', data: { severity: 2 } });
  setShown(problem, false);
  let timer = 0;
  let closed = false;

  async function update() {
    clearTimeout(timer);
    if (!document.hidden) {
      try {
        show(await ask());
        setShown(problem, false);
      } catch (failure) {
        setText(problem, failure.message);
        setShown(problem, true);
        failed();
      }
    }
    if (!closed) {
      clearTimeout(timer);
      timer = setTimeout(update, EVERY_MS);
    }
  }

  function start() {
    const seen = () => document.hidden || update();
    document.addEventListener('visibilitychange', seen);
    update();
    return () => {
      closed = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }

  return { problem, update, start };
}
