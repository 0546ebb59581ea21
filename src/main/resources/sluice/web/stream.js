// One stream: large picture, what can be done, charts, errors, changes of state, detections.

import * as api from './api.js';
import { actions } from './actions.js';
import { badge, insecureBadge, recordingBadge, setRecording, setState } from './badges.js';
import { charts } from './charts.js';
import { detectionList } from './detections.js';
import * as details from './details.js';
import { el, setShown } from './dom.js';
import { objectsPart } from './objects.js';
import { liveView, wantEvents } from './picture.js';
import { link } from './router.js';
import { stateOf } from './states.js';
import * as store from './store.js';

const HISTORY_MS = 10_000;

/** Builds the page into main; gives a function that takes it down. */
export function stream(main, { route, kind, changes, admin, recordings }) {
  const { id } = route;
  const picture = liveView(id);
  const state = badge('starting');
  const insecure = insecureBadge();
  const recording = recordingBadge();
  const buttons = actions(id, admin);
  const plots = charts();
  const found = detectionList(id);
  const objects = kind === 'service' ? objectsPart(id, changes) : null;
  const parts = Object.fromEntries(['alert', 'now', 'errors', 'transitions', 'stages', 'sinks'].map((name) => [name, el('div')]));
  const gone = el('div', { class: 'empty' });
  setShown(gone, false);
  const body = el('div', {},
    parts.alert,
    el('div', { class: 'split' },
      el('div', {}, picture.element, picture.choice),
      el('section', { class: 'panel' }, el('h2', {}, 'Now'), parts.now)),
    objects?.element ?? null,
    plots.element,
    el('div', { class: 'columns' },
      el('div', {}, panel('Latest detections', found.element), panel('Time per stage', parts.stages)),
      el('div', {}, panel('Last error', parts.errors), panel('Transitions', parts.transitions),
        kind === 'service' ? panel('Sinks', parts.sinks) : null)));
  main.append(
    el('p', { class: 'crumb' }, el('a', { href: link('wall') }, 'Streams')),
    el('div', { class: 'title' },
      el('div', { class: 'row' }, el('h1', { tabindex: '-1' }, id), state, insecure, recording,
        recordings ? el('a', { href: link('recording', id) }, 'Recordings') : null),
      changes ? buttons.element : null),
    gone, body);

  let shown = '';
  function update() {
    if (store.streams === null) {
      return;
    }
    const current = store.find(id);
    setShown(body, current !== null);
    setShown(state, current !== null);
    setShown(insecure, current?.status?.insecure === true);
    setRecording(recording, current);
    setShown(buttons.element, current !== null);
    setShown(gone, current === null);
    if (current === null) {
      gone.replaceChildren(el('p', {}, `There is no stream ${id}. It may have been removed.`), el('a', { class: 'button', href: link('wall') }, 'All streams'));
      return;
    }
    setState(state, stateOf(current));
    buttons.update(current);
    picture.update(current);
    objects?.update(current);
    const text = JSON.stringify(current);
    if (text !== shown) {
      shown = text;
      fill(parts, current);
    }
  }

  let closed = false;
  let timer = 0;
  async function plot() {
    clearTimeout(timer);
    if (!document.hidden) {
      try {
        await plots.update(await api.history(id));
      } catch {
        // The connection's state is told elsewhere; the charts stay as they are.
      }
    }
    if (!closed) {
      clearTimeout(timer);
      timer = setTimeout(plot, HISTORY_MS);
    }
  }

  const seen = () => document.hidden || plot();
  document.addEventListener('visibilitychange', seen);
  const end = store.subscribe(update);
  wantEvents([id]);
  update();
  plot();
  return () => {
    closed = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
    end();
    wantEvents([]);
    picture.close();
    objects?.close();
    plots.close();
    found.close();
  };
}

function panel(title, content) {
  return el('section', { class: 'panel' }, el('h2', {}, title), content);
}

/** Leaves alone what is the same, and what somebody is reading with the keyboard. */
function fill(parts, current) {
  put(parts.alert, [details.wrong(current)]);
  put(parts.now, [details.now(current)]);
  put(parts.errors, details.errors(current));
  put(parts.transitions, [details.transitions(current)]);
  put(parts.stages, [details.stages(current)]);
  put(parts.sinks, [details.sinks(current)]);
}

function put(parent, children) {
  const next = children.filter((child) => child !== null);
  const same = next.length === parent.children.length
    && next.every((child, index) => child.isEqualNode(parent.children[index]));
  if (same) {
    return;
  }
  const scroll = parent.querySelector('.scroll');
  const focused = scroll !== null && scroll === document.activeElement;
  const top = scroll?.scrollTop ?? 0;
  parent.replaceChildren(...next);
  const replaced = parent.querySelector('.scroll');
  if (replaced) {
    replaced.scrollTop = top;
    if (focused) {
      replaced.focus({ preventScroll: true });
    }
  }
}
