// A small picture of the moment that is pointed at on a timeline.

import * as api from './api.js';
import { el, setShown } from './dom.js';

const PAUSE_MS = 250;
const WIDTH = 240;

/** Gives `hovered(ms, tip, recorded)`: shows a picture in the tip after a while, where something is recorded then. */
export function thumbnails(id) {
  const image = el('img', { class: 'thumbnail', alt: '', width: WIDTH });
  image.addEventListener('load', () => setShown(image, true));
  image.addEventListener('error', () => setShown(image, false));
  let timer = 0;
  let known = false;
  api.operations().then((operations) => {
    known = operations.has('getThumbnail');
  });

  return function hovered(ms, tip, recorded) {
    clearTimeout(timer);
    if (ms === null || !known || !recorded) {
      setShown(image, false);
      return;
    }
    timer = setTimeout(() => {
      const at = new Date(Math.floor(ms / 1000) * 1000).toISOString();
      tip.prepend(image);
      image.src = api.recordingPath(id, `thumbnail.jpg?at=${at}&width=${WIDTH}`);
    }, PAUSE_MS);
  };
}
