// The latest detections of a stream, as a list.

import { el } from './dom.js';
import { percent, time } from './format.js';

const ROWS = 30;
const EVERY_MS = 500;

let listener = null;

/** Hands an event on to the list that is shown. */
export function onEvent(message) {
  listener?.(message);
}

/** What a detection says in a row: when, what, how sure, where. Pure. */
export function row(event, object) {
  const { label, confidence, bounding_box: box } = object.detection;
  const part = (value) => Math.round(value * 100);
  return [
    time(event.system_timestamp),
    named(label, object.detection.label_id),
    percent(confidence),
    `${part(box.x_min)}–${part(box.x_max)} %, ${part(box.y_min)}–${part(box.y_max)} %${shape(object)}`,
  ];
}

/** What is known of an object besides its box, in a few words. */
function shape({ mask, keypoints, angle }) {
  if (mask) {
    return ', with a mask';
  }
  if (keypoints) {
    return `, ${keypoints.length} key points`;
  }
  return typeof angle === 'number' ? `, turned by ${Math.round((angle * 180) / Math.PI)}°` : '';
}

/** What a classifier says of the whole picture, in a row. Pure. */
export function classRow(event, { label, label_id: id, confidence }) {
  return [time(event.system_timestamp), named(label, id), percent(confidence), 'whole picture'];
}

/** Models without names for what they find give numbers. */
function named(label, id) {
  return !label || label === String(id) ? `label ${id}` : label;
}

/** The list of a stream: `element` and `close()`. Newest first; changed twice a second at most. */
export function detectionList(id) {
  const body = el('tbody');
  const none = el('p', { class: 'sub' }, 'Detections appear here as they come.');
  const head = ['Time', 'Label', 'Confidence', 'Across, down'].map((name) => el('th', { scope: 'col' }, name));
  const table = el('div', { class: 'scroll short', tabindex: '0', role: 'region', 'aria-label': 'Latest detections' },
    el('table', {}, el('caption', { class: 'unseen' }, 'Latest detections'), el('thead', {}, el('tr', {}, head)), body));
  table.hidden = true;
  let waiting = [];

  listener = (message) => {
    if (message.stream === id) {
      const cells = [
        ...(message.data.objects ?? []).map((object) => row(message.data, object)),
        ...(message.data.classification ?? []).slice(0, 1).map((each) => classRow(message.data, each)),
      ];
      waiting = [...cells, ...waiting].slice(0, ROWS);
    }
  };
  const timer = setInterval(() => {
    if (waiting.length > 0) {
      none.hidden = true;
      table.hidden = false;
      body.prepend(...waiting.map((cells) =>
        el('tr', { data: { detection: '' } }, cells.map((cell) => el('td', {}, cell)))));
      waiting = [];
      [...body.children].slice(ROWS).forEach((old) => old.remove());
    }
  }, EVERY_MS);

  return {
    element: el('div', {}, none, table),
    close: () => {
      clearInterval(timer);
      listener = null;
    },
  };
}
