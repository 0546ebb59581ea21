// What can be done with the time that a timeline shows: files of it to be saved, and deletion.

import * as api from './api.js';
import { busy } from './actions.js';
import { confirm } from './dialog.js';
import { el, setShown, setText } from './dom.js';
import { bytes, count, duration, percent, plural } from './format.js';
import { say } from './notices.js';

const SOON_MS = 1_000;
const LATER_MS = 15_000;

/**
 * Exports of a stream and deletion: `element`, `close()`. context: whether who looks may operate (`changes`) and do all
 * (`admin`); span() gives `{from, to}` in milliseconds; date(ms) words for a moment; deleted() is called after a deletion.
 */
export async function spanActions(id, { changes, admin }, { span, date, deleted }) {
  const known = await api.operations();
  const may = {
    list: known.has('listExports'),
    make: changes && known.has('exportRecording'),
    remove: admin && known.has('deleteRecording'),
  };
  const list = el('ul', { class: 'exports', role: 'list', 'aria-label': 'Exports' });
  const make = el('button', { type: 'button', class: 'button', on: { click: begin } }, 'Export what is seen');
  const remove = el('button', { type: 'button', class: 'button danger-ghost', on: { click: ask } }, 'Delete what is seen');
  setShown(make, may.make);
  setShown(remove, may.remove);
  const element = el('section', { class: 'panel', 'aria-label': 'Exports and deletion' }, el('div', { class: 'row' }, make, remove), list);
  setShown(element, may.make || may.remove);
  let timer = 0;
  let closed = false;

  async function begin() {
    const { from, to } = span();
    await busy(make, async () => {
      for (const node of await nodesOf(from, to)) {
        await api.exportRecording(id, from, to, node);
      }
      say(`From ${date(from)} to ${date(to)} is being exported; its files are listed below.`);
    });
    update();
  }

  /** Those of a cluster that have something of a time; undefined for a service on its own. */
  async function nodesOf(from, to) {
    const { spans } = await api.timeline(id, from, to, Math.max(1, (to - from) / 1000 / 1000));
    const nodes = new Set(spans.map((each) => each.node));
    return nodes.size > 0 ? nodes : [undefined];
  }

  async function ask() {
    const { from, to } = span();
    const text = `All that is recorded of ${id} from ${date(from)} to ${date(to)} (${duration((to - from) / 1000)}) is deleted, with its events, but not`
      + ' what is locked. This can\'t be undone.';
    if (await confirm('Delete recordings?', text, 'Delete')) {
      await busy(remove, async () => {
        say(told(await all(from, to)));
        deleted();
      });
    } else {
      remove.focus();
    }
  }

  /** Each call deletes so much at most. */
  async function all(from, to) {
    const sum = { files: 0, bytes: 0, 'kept-files': 0, 'locked-events': 0 };
    for (;;) {
      const answer = await api.deleteRecording(id, from, to);
      sum.files += answer.files;
      sum.bytes += answer.bytes;
      sum['kept-files'] = answer['kept-files'];
      sum['locked-events'] = answer['locked-events'];
      if (answer.complete !== false || answer.files === 0) {
        return sum;
      }
    }
  }

  async function update() {
    clearTimeout(timer);
    let pause = LATER_MS;
    try {
      const mine = (await api.exports()).filter((each) => each.stream === id);
      pause = mine.some((each) => ['waiting', 'running'].includes(each.state)) ? SOON_MS : LATER_MS;
      show(mine);
    } catch {
      // The connection's state is told elsewhere; the list stays as it is.
    }
    if (!closed) {
      timer = setTimeout(update, pause);
    }
  }

  function show(mine) {
    setShown(element, may.make || may.remove || mine.length > 0);
    const next = mine.map(row);
    const same = next.length === list.children.length && next.every((each, index) => each.isEqualNode(list.children[index]));
    if (!same) {
      const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
      list.replaceChildren(...next);
      [...list.querySelectorAll('a, button')].find((each) => each.getAttribute('aria-label') === focused)?.focus({ preventScroll: true });
    }
  }

  function row(each) {
    const [from, to] = [Date.parse(each.from), Date.parse(each.to)];
    const words = `${date(from)} to ${date(to)}`;
    return el('li', { class: 'row', data: { state: each.state } },
      el('span', {}, words),
      each.state === 'running' || each.state === 'waiting'
        ? [el('progress', { max: 1, value: each.progress, 'aria-label': `Export of ${words}` }), el('span', { class: 'sub' }, each.state === 'waiting' ? 'waiting' : percent(each.progress))] : null,
      each.state === 'failed' ? el('span', { class: 'problem' }, `failed: ${each.reason ?? 'the log says why'}`) : null,
      each.state === 'done' ? each.parts.map((part, index) => el('a', {
        href: api.exportPath(each, part.name), download: true, 'aria-label': `Save part ${index + 1} of ${words}`,
      }, `${each.parts.length > 1 ? `Part ${index + 1}` : 'Save'} (${bytes(part.bytes)})`)) : null,
      may.make ? el('button', { type: 'button', class: 'quiet', 'aria-label': `Remove the export of ${words}`, on: { click: (event) => drop(event.currentTarget, each) } }, '×') : null);
  }

  async function drop(button, each) {
    await busy(button, () => api.deleteExport(each));
    update();
  }

  if (may.list) {
    update();
  }
  return {
    element,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** What a deletion did. */
function told(sum) {
  const kept = sum['kept-files'] > 0 || sum['locked-events'] > 0
    ? ` ${plural(sum['locked-events'], 'locked event', 'locked events')} stayed, with ${plural(sum['kept-files'], 'file', 'files')}.` : '';
  return `${sum.files === 0 ? 'Nothing' : `${count(sum.files)} ${sum.files === 1 ? 'file' : 'files'}, ${bytes(sum.bytes)},`} deleted.${kept}`;
}
