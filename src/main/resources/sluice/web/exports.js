// What can be done with a time of a stream's recording: files of it to be saved, and deletion.

import * as api from './api.js';
import { busy } from './actions.js';
import { confirm } from './dialog.js';
import { el, setShown, uniqueId } from './dom.js';
import { exportList, exportRights } from './exportlist.js';
import { bytes, count, duration, plural } from './format.js';
import { say } from './notices.js';
import * as zone from './zone.js';

/**
 * Exports of a stream and deletion: `element`, `seen()` after the timeline was moved, `setZone(where)`, `close()`.
 * rights: whether who looks may operate (`changes`) and do all (`admin`); span() gives what is seen as `{from, to}` and
 * shown() the moment on the screen, in milliseconds; where: the zone; deleted() is called after a deletion.
 */
export async function spanActions(id, { changes, admin }, { span, shown, where: first, deleted }) {
  const { list, make } = await exportRights(changes);
  const remove = admin && (await api.operations()).has('deleteRecording');
  let where = first;
  let own = { from: null, to: null };
  let any = false;
  const exports = exportList({
    wanted: (each) => each.stream === id,
    may: make,
    date: (ms) => zone.date(ms, where),
    changed: (all) => {
      any = all.length > 0;
      draw();
    },
  });
  const fields = { from: field('from'), to: field('to') };
  const exporter = el('button', { type: 'button', class: 'button', on: { click: begin } }, 'Export');
  const remover = el('button', { type: 'button', class: 'button danger-ghost', on: { click: ask } }, 'Delete');
  const seenAgain = el('button', { type: 'button', class: 'button', on: { click: follow } }, 'What is seen');
  const form = el('div', { class: 'row span-form' },
    labelled('From', fields.from), here('from', 'Begins here'), labelled('To', fields.to), here('to', 'Ends here'), seenAgain, exporter, remover);
  const element = el('section', { class: 'panel', 'aria-label': 'Export and delete' }, el('h2', {}, 'Export and delete'), form, exports.element);
  setShown(exporter, make);
  setShown(remover, remove);
  setShown(form, make || remove);

  function field(name) {
    return el('input', { type: 'datetime-local', step: '1', id: uniqueId('span'), on: { change: (event) => choose(name, zone.fromField(event.target.value, where)) } });
  }

  function labelled(words, input) {
    return el('div', { class: 'row' }, el('label', { for: input.id }, words), input);
  }

  function here(name, words) {
    return el('button', { type: 'button', class: 'button', title: 'Takes the moment that the player shows', on: { click: () => choose(name, shown()) } }, words);
  }

  function choose(name, ms) {
    own = { ...own, [name]: ms };
    draw();
  }

  function follow() {
    own = { from: null, to: null };
    draw();
    exporter.focus();
  }

  /** What is chosen, and for the rest what is seen. */
  function chosen() {
    const seen = span();
    return { from: own.from ?? seen.from, to: own.to ?? seen.to };
  }

  function draw() {
    const { from, to } = chosen();
    for (const [name, ms] of [['from', from], ['to', to]]) {
      if (fields[name] !== document.activeElement) {
        fields[name].value = zone.toField(ms, where);
      }
    }
    setShown(seenAgain, own.from !== null || own.to !== null);
    setShown(element, make || remove || any);
  }

  /** The time that is chosen; null, and said, where it ends before it begins. */
  function time() {
    const { from, to } = chosen();
    if (from < to) {
      return { from, to, words: `${zone.date(from, where)} to ${zone.date(to, where)}` };
    }
    say('That time ends before it begins: choose another begin or end.', true);
    return null;
  }

  async function begin() {
    const wanted = time();
    if (wanted !== null) {
      await busy(exporter, async () => {
        await exports.begin(id, wanted.from, wanted.to);
        say(`From ${wanted.words} is being exported; its files are listed below.`);
      });
    }
  }

  async function ask() {
    const wanted = time();
    if (wanted === null) {
      return;
    }
    const { from, to, words } = wanted;
    const text = `All that is recorded of ${id} from ${words} (${duration((to - from) / 1000)}) is deleted, with its events, but not`
      + ' what is locked. Exports stay. This can\'t be undone.';
    if (await confirm('Delete recordings?', text, 'Delete')) {
      await busy(remover, async () => {
        say(told(await all(from, to)));
        deleted();
      });
    } else {
      remover.focus();
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

  draw();
  if (list) {
    exports.update();
  }
  return {
    element,
    seen: draw,
    setZone(next) {
      where = next;
      draw();
      if (list) {
        exports.update();
      }
    },
    close: exports.close,
  };
}

/** What a deletion did. */
function told(sum) {
  const kept = sum['kept-files'] > 0 || sum['locked-events'] > 0
    ? ` ${plural(sum['locked-events'], 'locked event', 'locked events')} stayed, with ${plural(sum['kept-files'], 'file', 'files')}.` : '';
  return `${sum.files === 0 ? 'Nothing' : `${count(sum.files)} ${sum.files === 1 ? 'file' : 'files'}, ${bytes(sum.bytes)},`} deleted.${kept}`;
}
