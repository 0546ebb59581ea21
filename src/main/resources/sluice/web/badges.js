// The state of a stream or a model: a word and a mark, never colour alone.

import { el, setShown, setText } from './dom.js';
import { recordingOf, tone, word } from './states.js';

/** A badge; change it with {@link setState}. */
export function badge(state) {
  const result = el('span', { class: 'badge' }, el('span', { class: 'mark', 'aria-hidden': 'true' }), el('span', {}));
  setState(result, state);
  return result;
}

/** Marks a stream whose server may show any certificate; hidden until it is one. */
export function insecureBadge() {
  const result = badge('insecure');
  result.title = 'Any certificate is taken (tls = insecure)';
  setShown(result, false);
  return result;
}

/** Marks a stream that is recorded, or is to be and isn't; hidden until {@link setRecording}. */
export function recordingBadge() {
  const result = badge('recording');
  setShown(result, false);
  return result;
}

/** Shows of a stream whether it is recorded. */
export function setRecording(element, stream) {
  const state = recordingOf(stream);
  setShown(element, state !== null);
  if (state !== null) {
    setState(element, state);
    element.title = stream.status.recording.reason ?? '';
  }
}

export function setState(element, state) {
  element.dataset.tone = tone(state);
  setText(element.lastElementChild, word(state));
}
