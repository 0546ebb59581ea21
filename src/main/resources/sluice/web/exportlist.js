// Exports that a page shows: how far each is, its files to be saved, and the way to be rid of it.

import * as api from './api.js';
import { busy } from './actions.js';
import { confirm } from './dialog.js';
import { el } from './dom.js';
import { bytes, duration, percent } from './format.js';

const SOON_MS = 1_000;
const LATER_MS = 15_000;

/** Less than this that is missing isn't told. */
const LEAST_MISSING_S = 0.5;

/**
 * A list of exports, which is asked for again and again: `element`, `update()`, `begin(stream, from, to)`, `close()`.
 * wanted(each) says which are shown; may: whether who looks may make and remove some; date(ms) gives words for a moment;
 * changed(list) is told of those that are shown.
 */
export function exportList({ wanted, may, date, changed }) {
  const element = el('ul', { class: 'exports', role: 'list', 'aria-label': 'Exports' });
  let timer = 0;
  let closed = false;

  /** Asks for one, in a cluster of each node that has something of that time. */
  async function begin(stream, from, to) {
    for (const node of await nodesOf(stream, from, to)) {
      await api.exportRecording(stream, from, to, node);
    }
    await update();
  }

  async function update() {
    clearTimeout(timer);
    let pause = LATER_MS;
    try {
      const mine = (await api.exports()).filter(wanted);
      pause = mine.some(goesOn) ? SOON_MS : LATER_MS;
      if (!closed) {
        show(mine);
        changed(mine);
      }
    } catch {
      // The connection's state is told elsewhere; the list stays as it is.
    }
    if (!closed) {
      clearTimeout(timer);
      timer = setTimeout(update, pause);
    }
  }

  function show(mine) {
    const next = mine.map(row);
    const same = next.length === element.children.length && next.every((each, index) => each.isEqualNode(element.children[index]));
    if (!same) {
      const focused = element.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
      element.replaceChildren(...next);
      [...element.querySelectorAll('a, button')].find((each) => each.getAttribute('aria-label') === focused)?.focus({ preventScroll: true });
    }
  }

  function row(each) {
    const words = `${date(Date.parse(each.from))} to ${date(Date.parse(each.to))}`;
    const note = noteOf(each);
    return el('li', { class: 'row', data: { state: each.state } },
      el('span', {}, each.state === 'done' && each.parts.length > 0 ? `${date(Date.parse(each.parts[0].from))} to ${date(Date.parse(each.parts.at(-1).to))}` : words),
      goesOn(each) ? [
        el('progress', { max: 1, value: each.progress, 'aria-label': `Export of ${words}` }),
        el('span', { class: 'sub' }, each.state === 'waiting' ? 'waiting' : percent(each.progress))] : null,
      each.state === 'failed' ? el('span', { class: 'problem' }, `failed: ${each.reason ?? 'the log says why'}`) : null,
      each.state === 'done' ? each.parts.map((part, index) => link(each, part, index, words)) : null,
      may ? el('button', {
        type: 'button', class: 'quiet', 'aria-label': `Remove the export of ${words}`, title: goesOn(each) ? 'Give it up' : 'Remove this export',
        on: { click: (event) => drop(event.currentTarget, each, words) },
      }, '×') : null,
      note === '' ? null : el('span', { class: 'sub' }, note));
  }

  function link(each, part, index, words) {
    const times = `${date(Date.parse(part.from))} to ${date(Date.parse(part.to))}`;
    return el('a', {
      href: api.exportPath(each, part.name), download: true, title: `MP4, ${times}`, 'aria-label': `Save part ${index + 1} of ${words}`,
    }, `${each.parts.length > 1 ? `Part ${index + 1}` : 'Save'} (${bytes(part.bytes)})`);
  }

  function noteOf(each) {
    const missing = each['missing-seconds'] >= LEAST_MISSING_S ? `${duration(Math.ceil(each['missing-seconds']))} of it was deleted before it was copied` : '';
    const kept = each.state === 'done' && each['expires-at'] ? `kept until ${date(Date.parse(each['expires-at']))}` : '';
    return [missing, kept].filter((text) => text !== '').join('; ');
  }

  async function drop(button, each, words) {
    const text = `Of the export of ${each.stream} from ${words} nothing is left then but what was saved; the recording itself stays as it is.`;
    if (each.state !== 'done' || await confirm('Remove this export?', text, 'Remove')) {
      await busy(button, () => api.deleteExport(each));
      update();
    } else {
      button.focus();
    }
  }

  return {
    element, begin, update,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Those of a cluster that have something of a time; undefined for a service on its own. */
async function nodesOf(stream, from, to) {
  const { spans } = await api.timeline(stream, from, to, Math.max(1, (to - from) / 1000 / 1000));
  const nodes = new Set(spans.map((each) => each.node));
  return nodes.size > 0 ? nodes : [undefined];
}

function goesOn(each) {
  return each.state === 'waiting' || each.state === 'running';
}

/** What who looks may do with exports here: `{list, make}`, as far as the server has the routes. */
export async function exportRights(changes) {
  const known = await api.operations();
  return { list: known.has('listExports'), make: changes && known.has('exportRecording') };
}
