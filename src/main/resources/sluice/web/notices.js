// Short messages on what was done, or why not.

import { el } from './dom.js';

const SHOWN_MS = 7000;
const MOST = 3;

/** Says it once, in words; goes away by itself. */
export function say(text, bad = false) {
  const area = document.getElementById('notices');
  const notice = el('div', { class: bad ? 'notice bad' : 'notice' },
    el('p', {}, text),
    el('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss', on: { click: () => notice.remove() } }, '×'));
  [...area.children].slice(0, -(MOST - 1)).forEach((old) => old.remove());
  area.append(notice);
  setTimeout(() => notice.remove(), bad ? 2 * SHOWN_MS : SHOWN_MS);
}
