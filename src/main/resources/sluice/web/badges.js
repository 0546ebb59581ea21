// The state of a stream or a model: a word and a mark, never colour alone.

import { el, setText } from './dom.js';
import { tone, word } from './states.js';

/** A badge; change it with {@link setState}. */
export function badge(state) {
  const result = el('span', { class: 'badge' }, el('span', { class: 'mark', 'aria-hidden': 'true' }), el('span', {}));
  setState(result, state);
  return result;
}

export function setState(element, state) {
  element.dataset.tone = tone(state);
  setText(element.lastElementChild, word(state));
}
