// Asks before something is done.

import { el, uniqueId } from './dom.js';

/** Before what can't be undone: resolves to whether it is to be done. Escape and Cancel say no. */
export async function confirm(title, text, action) {
  return await ask(title, [el('p', {}, text)], { words: action, tone: 'danger', value: () => 'yes' }) !== '';
}

/**
 * Asks for one of several: options are pairs of a value, which is not empty, and its words; the first is chosen to
 * begin with. Resolves to the value, or to null on Escape and Cancel.
 */
export async function choose(title, text, label, options, action) {
  const select = el('select', { id: uniqueId('choice') }, options.map(([value, words]) => el('option', { value }, words)));
  const body = [el('p', {}, text), el('div', { class: 'field' }, el('label', { for: select.id }, label), select)];
  return await ask(title, body, { words: action, tone: 'primary', value: () => select.value }) || null;
}

/** Resolves to the value that the action's button gives, or to '' where that is not pressed. */
function ask(title, body, { words, tone, value }) {
  const heading = uniqueId('dialog');
  return new Promise((resolve) => {
    const button = (text, className, result) =>
      el('button', { type: 'button', class: className, on: { click: () => dialog.close(result()) } }, text);
    const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': heading },
      el('h2', { id: heading }, title),
      ...body,
      el('div', { class: 'row end' }, button('Cancel', 'button', () => ''), button(words, `button ${tone}`, value)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
