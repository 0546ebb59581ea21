// A stream on the wall.

import { badge, insecureBadge, recordingBadge, setRecording, setState } from './badges.js';
import { el, setShown, setText } from './dom.js';
import { count, decimal, fpsOf, millis } from './format.js';
import { livePicture } from './picture.js';
import { link } from './router.js';
import { lostFrames, stateOf, trouble } from './states.js';
import { lostPerSecond } from './store.js';

/** A card: `element`, `update(stream)`, `close()`. */
export function card(id) {
  const picture = livePicture(id);
  const state = badge('starting');
  const insecure = insecureBadge();
  const recording = recordingBadge();
  const recorded = el('a', { class: 'card-link', href: link('recording', id), 'aria-label': `Recordings of ${id}` }, 'Recordings');
  setShown(recorded, false);
  const problem = el('p', { class: 'problem' });
  const node = el('p', { class: 'sub card-node' });
  const numbers = { fps: el('dd'), latency: el('dd'), lost: el('dd') };
  const element = el('li', { class: 'card', data: { stream: id } },
    picture.element,
    el('div', { class: 'card-text' },
      el('div', { class: 'card-head' },
        el('h2', {}, el('a', { class: 'cover', href: link('stream', id) }, id)),
        insecure, recording, state),
      node, recorded, problem,
      el('dl', { class: 'numbers' },
        el('div', {}, el('dt', {}, 'Frame rate'), numbers.fps),
        el('div', {}, el('dt', {}, 'Latency'), numbers.latency),
        el('div', {}, el('dt', {}, 'Dropped'), numbers.lost))));

  function update(stream) {
    const status = stream.status ?? {};
    element.dataset.state = stateOf(stream);
    const found = trouble(stream);
    element.dataset.severity = found?.severity ?? 0;
    setState(state, stateOf(stream));
    setShown(insecure, status.insecure === true);
    setRecording(recording, stream);
    setShown(recorded, ['recording', 'waiting', 'interrupted'].includes(status.recording?.state));
    setText(problem, found?.text);
    setShown(problem, found !== null);
    setText(node, status.node ? `on ${status.node}` : '');
    setShown(node, Boolean(status.node));
    const running = stateOf(stream) === 'running';
    setText(numbers.fps, running ? fpsOf(status['fps-inferred'], status['fps-in']) : '–');
    const latency = status['latency-ms']?.['end-to-end'];
    setText(numbers.latency, running && latency?.count > 0 ? millis(latency.p50) : '–');
    setText(numbers.lost, lost(stream));
    picture.update(stream);
  }

  return { element, update, close: picture.close };
}

/** How many frames get lost now, and how many did. */
function lost(stream) {
  const perSecond = lostPerSecond(stream.id);
  const all = lostFrames(stream.status);
  return perSecond > 0.05 ? `${decimal(perSecond)}/s · ${count(all)}` : count(all);
}
