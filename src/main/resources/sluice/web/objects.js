// Objects that a stream follows, crossings of its lines, and who is in its zones.

import * as api from './api.js';
import { confirm } from './dialog.js';
import { el, setShown } from './dom.js';
import { attributesOf, heard, isFollowed, learned, total, wordsOf } from './following.js';
import { count, duration, time } from './format.js';
import { say } from './notices.js';

const ROWS = 50;
const DRAWN_MS = 500;
const SETTLED_MS = 1000;
const HEALED_MS = 30_000;
const TYPES = ['object', 'line', 'zone', 'occupancy', 'gap'];

let listener = null;

/** Hands an event on to what is shown; gives whether it is one of these. */
export function onSceneEvent(message) {
  if (!TYPES.includes(message.event)) {
    return false;
  }
  listener?.(message);
  return message.event !== 'gap';
}

/** The part of a stream's page: `element`, `update(stream)`, `close()`. Hidden where objects are not followed. changes: whether the server takes any. */
export function objectsPart(id, changes) {
  const parts = { now: el('div'), lines: el('div'), zones: el('div'), recent: el('div') };
  const reset = el('button', { type: 'button', class: 'button', on: { click: askReset } }, 'Count anew');
  const element = el('div', { class: 'objects-part' },
    el('div', { class: 'columns' },
      el('div', {}, panel('Objects now', parts.now), panel('Zones', parts.zones)),
      el('div', {}, panel('Lines', parts.lines, changes ? el('div', { class: 'row reset' }, reset) : null))),
    panel('Last objects', parts.recent));
  setShown(element, false);
  let known = null;
  let stream = null;
  let drawn = null;
  let timer = 0;
  let closed = false;

  async function load() {
    clearTimeout(timer);
    const shown = !element.hidden && !document.hidden;
    try {
      if (shown) {
        const [objects, counts] = await Promise.all([api.objects(id), api.counts(id)]);
        known = learned(objects, counts);
      }
    } catch {
      // The connection's state is told elsewhere; what is shown stays as it is.
    }
    if (!closed) {
      soon(HEALED_MS);
    }
  }

  function soon(delay) {
    clearTimeout(timer);
    timer = setTimeout(load, delay);
  }

  listener = (message) => {
    if (message.stream !== id && message.event !== 'gap') {
      return;
    }
    if (known) {
      known = heard(known, message.event, message.data);
    }
    if (message.event === 'gap' || (message.event === 'object' && message.data.phase === 'end')) {
      soon(SETTLED_MS); // its picture is told by the list alone
    }
  };

  const drawing = setInterval(() => {
    if (known && known !== drawn) {
      drawn = known;
      show();
    }
  }, DRAWN_MS);

  function show() {
    replace(parts.now, nowTable(known.now));
    replace(parts.lines, linesTable(known.lines, stream?.lines ?? {}));
    replace(parts.zones, zonesTable(known.zones));
    replace(parts.recent, recentTable(known.recent.slice(0, ROWS)));
    reset.disabled = Object.keys(known.lines).length === 0;
  }

  async function askReset() {
    if (await confirm('Count anew?', 'The crossings of all lines of this stream begin at 0. What was counted is forgotten.', 'Count anew')) {
      try {
        const counts = await api.resetCounts(id);
        known = known && { ...known, ...counts };
        say('Crossings are counted anew.');
      } catch (problem) {
        say(problem.message, true);
      }
    }
    reset.focus();
  }

  return {
    element,
    update: (current) => {
      const before = JSON.stringify([stream?.lines, stream?.zones]);
      stream = current;
      const followed = isFollowed(current);
      const appears = followed && element.hidden;
      setShown(element, followed);
      if (appears || (followed && before !== JSON.stringify([current.lines, current.zones]))) {
        load();
      }
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      clearInterval(drawing);
      listener = null;
    },
  };
}

function panel(title, ...content) {
  return el('section', { class: 'panel' }, el('h2', {}, title), content);
}

/** Leaves alone what is the same, with its scrolling and focus. */
function replace(parent, child) {
  const old = parent.firstElementChild;
  if (old?.isEqualNode(child)) {
    return;
  }
  const top = old?.scrollTop ?? 0;
  const focused = old !== null && old === document.activeElement;
  parent.replaceChildren(child);
  child.scrollTop = top;
  if (focused) {
    child.focus({ preventScroll: true });
  }
}

function tableOf(caption, columns, rows, none) {
  if (rows.length === 0) {
    return el('p', { class: 'sub' }, none);
  }
  return el('div', { class: 'scroll short', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {}, el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, rows)));
}

function row(data, cells) {
  return el('tr', { data }, cells.map((cell, i) => (i === 0 ? el('th', { scope: 'row' }, cell) : el('td', {}, cell))));
}

function nowTable(objects) {
  return tableOf('Objects now', ['Object', 'Since', 'In zones', 'Attributes'], objects.map((each) => row({ now: String(each.id) }, [
    `${each.label} ${each.id}${each.stationary ? ', stands still' : ''}`, time(each.started_at), each.zones.join(', '), attributesOf(each),
  ])), 'No object is followed just now.');
}

function linesTable(lines, settings) {
  const named = (name, direction) => settings[name]?.[`${direction}-name`] || direction;
  const cell = (name, direction, counts) => `${count(total(counts))} ${named(name, direction)}${total(counts) > 0 ? ` (${wordsOf(counts)})` : ''}`;
  return tableOf('Lines', ['Line', 'In', 'Out'], Object.entries(lines).map(([name, counts]) => row({ line: name }, [
    name, cell(name, 'in', counts.in), cell(name, 'out', counts.out),
  ])), 'The stream has no lines.');
}

function zonesTable(zones) {
  return tableOf('Zones', ['Zone', 'Inside', 'By label'], Object.entries(zones).map(([name, { counts, total: all, crowded }]) => row({ zone: name }, [
    name, `${count(all)}${crowded ? ', crowded' : ''}`, wordsOf(counts),
  ])), 'The stream has no zones.');
}

function recentTable(objects) {
  return tableOf('Last objects', ['Object', 'Picture', 'From', 'To', 'Duration', 'Zones', 'Attributes'], objects.map((each) => row({ object: each.key }, [
    el('span', { title: each.key }, `${each.label} ${each.id}`), pictureOf(each), time(each.started_at), time(each.ended_at),
    each.duration_ms < 1000 ? `${each.duration_ms} ms` : duration(each.duration_ms / 1000), each.entered_zones.join(', '), attributesOf(each),
  ])), 'Objects appear here once they are gone, for an hour.');
}

function pictureOf({ picture, label, id }) {
  return picture ? el('img', { class: 'object-picture', src: picture.replace(/^\//, ''), alt: `${label} ${id}`, loading: 'lazy' }) : '–';
}
