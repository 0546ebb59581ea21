// Asks before something is done that can't be undone.

import { el, uniqueId } from './dom.js';

/** Resolves to whether it is to be done. Escape and Cancel say no. */
export function confirm(title, text, action) {
  const heading = uniqueId('dialog');
  return new Promise((resolve) => {
    const answer = (value) => dialog.close(value);
    const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': heading },
      el('h2', { id: heading }, title),
      el('p', {}, text),
      el('div', { class: 'row end' },
        el('button', { type: 'button', class: 'button', on: { click: () => answer('') } }, 'Cancel'),
        el('button', { type: 'button', class: 'button danger', on: { click: () => answer('yes') } }, action)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
