// What the page is told of recorded events while one of their pages is open.

import { wantEvents } from './picture.js';

let listener = null;

/** Hands an event on to the page that is shown; gives whether nobody else needs it. */
export function onRecordedEvent(message) {
  if (message.event !== 'event' && message.event !== 'gap') {
    return false;
  }
  listener?.(message.event === 'event' ? message.data.event : null);
  return message.event === 'event';
}

/**
 * Calls heard(event) with each recorded event that begins, changes or ends, on whatever stream, and heard(null) where
 * some were missed. What is told says nothing of locks. Gives the function that ends it.
 */
export function listen(heard) {
  listener = heard;
  wantEvents('all', ['event']);
  return () => {
    listener = null;
    wantEvents([]);
  };
}
