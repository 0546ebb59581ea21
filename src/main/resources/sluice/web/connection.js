// Whether what is shown is what is. Pure functions.

import { time } from './format.js';
import { SILENCE_MS } from './protocol.js';

/** Streams are asked for every 2 s; an answer may take its time. */
const STATUS_MS = 10_000;

/**
 * Judges the connection.
 *
 * now, heard (last word of the socket), answered (last status) and since (when this page began to look, or
 * looked again) are in milliseconds; heard and answered are 0 before the first. refused: why the server
 * won't have us, if it said so.
 * Gives kind (live, old, lost), words for the status line, and detail for the banner, '' for none.
 */
export function judge({ now, heard, answered, since, refused }) {
  const pictures = heard > 0 && now - heard <= SILENCE_MS;
  const numbers = answered > 0 && now - answered <= STATUS_MS;
  if (pictures && numbers) {
    return { kind: 'live', words: 'Live', detail: '' };
  }
  if (!refused && now - since < 3000) {
    return { kind: 'old', words: 'Connecting', detail: '' };
  }
  if (numbers) {
    return {
      kind: 'old',
      words: 'Pictures are old',
      detail: refused
        ? `The server sends no live pictures: ${refused}.`
        : `The numbers are live, but pictures stand still${from(heard)}. Connecting again.`,
    };
  }
  if (pictures) {
    return {
      kind: 'old',
      words: 'Numbers are old',
      detail: `Pictures are live, but states and numbers are old${from(answered)}. Asking again.`,
    };
  }
  return {
    kind: 'lost',
    words: 'Connection lost',
    detail: refused ?? `The connection is lost; what is shown is old${from(Math.max(heard, answered))}. Trying again.`,
  };
}

function from(moment) {
  return moment > 0 ? `, from ${time(moment)}` : '';
}
