// The recordings of a stream: timeline and player.

import * as api from './api.js';
import { boxes } from './boxes.js';
import { el, setAttribute, setShown, setText, uniqueId } from './dom.js';
import { spanActions } from './exports.js';
import { duration } from './format.js';
import { player } from './player.js';
import { link } from './router.js';
import { loader } from './spans.js';
import { thumbnails } from './thumbnails.js';
import { timeline, ZOOM } from './timeline.js';
import { DAY_MS } from './timescale.js';
import * as zone from './zone.js';
import { zoneChoice } from './zonechoice.js';

const HOUR_MS = 3_600_000;
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
const LENGTHS = [
  [5, '5 min'], [60, '1 h'], [6 * 60, '6 h'], [24 * 60, '1 day'], [7 * 24 * 60, '7 days'], [31 * 24 * 60, '31 days'],
];
const SKIP_MS = 10_000;
const NEWEST_MS = 3_000;

/** Keys of the whole page, where no field or button takes them. */
const KEYS = { ' ': 'toggle', ',': 'back', '.': 'on', j: 'rewind', l: 'forward', n: 'newest' };

/** Builds the page into main; gives a function that takes it down. */
export function recording(main, { route, timeZone, changes, admin }) {
  const { id, at } = route;
  const choice = zoneChoice(timeZone, () => setZone(choice.where));
  let { where } = choice;
  let shownAt = at ?? null;
  let ended = false;
  let actions = null;

  const play = player(id, { shown, told, changed });
  const overlay = boxes(id, play.video);
  const stage = el('div', { class: 'picture stage', on: { click: toggle } }, play.video, overlay.element);
  const note = el('p', { class: 'stage-note', role: 'status' });
  const big = el('span', { class: 'stage-time', data: { at: '' } });
  const file = el('a', { class: 'button', download: true }, 'Save this file');
  const parts = controls();

  const begin = at ?? Date.now();
  const length = 2 * HOUR_MS;
  const line = timeline(`Timeline of ${id}`, { from: begin - length * 0.9, to: begin + length * 0.1 }, where, {
    seek: (ms) => play.seek(ms), moved: viewMoved, hovered: thumbnails(id),
  });
  const load = loader(id, line, heard);
  const problem = el('p', { class: 'alert', data: { severity: 2 } });
  setShown(problem, false);
  const limit = el('p', { class: 'sub' });
  const field = el('input', { type: 'datetime-local', step: '1', id: uniqueId('moment'), on: { keydown: entered } });

  main.append(
    el('p', { class: 'crumb' }, el('a', { href: link('recordings') }, 'Recordings')),
    el('div', { class: 'title' },
      el('div', { class: 'row' }, el('h1', { tabindex: '-1' }, id), el('a', { class: 'button', href: link('stream', id) }, 'Live picture')),
      el('div', { class: 'row' }, choice.element)),
    problem,
    el('section', { class: 'panel player', 'aria-label': 'Player', on: { keydown: keys } },
      stage, note,
      el('div', { class: 'row player-row' }, big, parts.transport, parts.view, file)),
    el('section', { class: 'panel', 'aria-label': 'Timeline', on: { keydown: keys } },
      el('div', { class: 'row timeline-row' }, lengths(),
        el('div', { class: 'row' },
          el('label', { for: field.id, class: 'unseen' }, 'Go to'), field, button('Go', go))),
      line.element,
      el('div', { class: 'legend' },
        mark('recorded', 'Recorded'), mark('motion', 'Motion'), mark('event', 'Belongs to events'), mark('locked', 'Locked'), mark('gap', 'Not recorded')),
      limit));

  function button(words, work, more = {}) {
    return el('button', { type: 'button', class: 'button', ...more, on: { click: work } }, words);
  }

  function controls() {
    const toggler = button('Play', toggle, { class: 'button primary', data: { play: '' } });
    const speed = el('select', { 'aria-label': 'Speed', on: { change: setSpeed } },
      SPEEDS.map((value) => el('option', { value, selected: value === 1 }, `× ${value}`)));
    const shownBoxes = el('input', { type: 'checkbox', id: uniqueId('boxes'), checked: true, on: { change: () => overlay.setOn(shownBoxes.checked) } });
    const sound = el('input', { type: 'checkbox', id: uniqueId('sound'), on: { change: () => { play.video.muted = !sound.checked; } } });
    const sounding = el('div', { class: 'check' }, sound, el('label', { for: sound.id }, 'Sound'));
    setShown(sounding, false);
    return {
      toggler, speed, sounding,
      transport: el('div', { class: 'row' },
        toggler,
        button('−10 s', () => play.seek(play.position - SKIP_MS), { 'aria-label': 'Back 10 seconds' }),
        button('+10 s', () => play.seek(Math.min(Date.now(), play.position + SKIP_MS)), { 'aria-label': 'On 10 seconds' }),
        button('‹', () => play.stepFrame(-1), { 'aria-label': 'One picture back', title: 'One picture back' }),
        button('›', () => play.stepFrame(1), { 'aria-label': 'One picture on', title: 'One picture on' }),
        button('Event before', () => toEvent(-1)), button('Event after', () => toEvent(1)),
        el('div', { class: 'speed' }, speed)),
      view: el('div', { class: 'row' },
        el('div', { class: 'check' }, shownBoxes, el('label', { for: shownBoxes.id }, 'Boxes')), sounding),
    };
  }

  function lengths() {
    const set = (minutes) => {
      const middle = shownAt !== null && shownAt >= line.view.from && shownAt <= line.view.to ? shownAt : (line.view.from + line.view.to) / 2;
      const part = (middle - line.view.from) / (line.view.to - line.view.from);
      line.setView({ from: middle - part * minutes * 60_000, to: middle + (1 - part) * minutes * 60_000 });
    };
    return el('div', { class: 'row', role: 'group', 'aria-label': 'What is seen' },
      LENGTHS.map(([minutes, words]) => button(words, () => set(minutes))),
      button('−', () => line.zoom(ZOOM), { 'aria-label': 'See more' }),
      button('+', () => line.zoom(1 / ZOOM), { 'aria-label': 'See more closely' }),
      button('‹', () => line.setView(shift(-0.5)), { 'aria-label': 'Earlier' }),
      button('›', () => line.setView(shift(0.5)), { 'aria-label': 'Later' }),
      button('Now', newest));
  }

  function shift(part) {
    const by = (line.view.to - line.view.from) * part;
    return { from: line.view.from + by, to: line.view.to + by };
  }

  /** The newest of what is recorded, and where it is on the timeline. */
  function newest() {
    const seen = line.view.to - line.view.from;
    line.setView({ from: Date.now() - seen * 0.92, to: Date.now() + seen * 0.08 });
    play.seek(Math.max(load.oldest, load.newest() - NEWEST_MS));
  }

  function toggle() {
    if (play.playing) {
      play.pause();
    } else {
      play.play();
    }
  }

  function setSpeed() {
    if (!play.setSpeed(Number(parts.speed.value))) {
      told('The browser doesn\'t play that fast.', '');
      parts.speed.value = '1';
      play.setSpeed(1);
    }
  }

  async function toEvent(direction) {
    const event = await load.event(play.position, direction);
    if (event === null) {
      told(direction < 0 ? 'There is no event before.' : 'There is no event after.', '');
    } else {
      play.seek(event.from);
      line.reveal(event.from);
    }
  }

  function go() {
    const ms = zone.fromField(field.value, where);
    if (ms === null) {
      field.focus();
      return;
    }
    play.seek(Math.min(ms, Date.now()));
    line.reveal(ms);
  }

  function entered(event) {
    if (event.key === 'Enter') {
      event.preventDefault();
      go();
    }
  }

  function keys(event) {
    const taken = event.target.closest('input, select, a') || (event.key === ' ' && event.target.closest('button'));
    const does = KEYS[event.key];
    if (!does || taken || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    ({
      toggle, newest,
      back: () => play.stepFrame(-1), on: () => play.stepFrame(1),
      rewind: () => play.seek(play.position - SKIP_MS), forward: () => play.seek(Math.min(Date.now(), play.position + SKIP_MS)),
    })[does]();
  }

  function told(what, kind) {
    const text = kind === 'gap' && typeof what === 'object'
      ? `Nothing is recorded from ${zone.date(what.from, where)} to ${until(what)} (${duration((what.to - what.from) / 1000)}).`
      : typeof what === 'object'
        ? `This browser can't play ${codecWords(what.codecs)}. The file can be saved and played by another program.` : what;
    setText(note, text);
    setAttribute(note, 'data-kind', kind || null);
    setShown(note, text !== '');
  }

  function until({ from, to }) {
    return zone.day(from, where) === zone.day(to, where) ? zone.clock(to, where) : zone.date(to, where);
  }

  let followed = 0;
  function shown(ms) {
    shownAt = ms;
    setText(big, zone.date(ms, where));
    big.dataset.at = Math.round(ms);
    line.setCursor(ms);
    overlay.draw(ms);
    if (play?.playing && Date.now() - followed > 500 && ms > line.view.to && ms < line.view.to + 5 * 60_000) {
      followed = Date.now();
      line.reveal(ms);
    }
    const now = play?.file;
    setAttribute(file, 'href', now ? api.recordingPath(id, `${now.path}${now.path.includes('?') ? '&' : '?'}whole=true`) : null);
  }

  function changed() {
    setText(parts.toggler, play.playing ? 'Pause' : 'Play');
    setShown(parts.sounding, play.audio);
    shown(play.position);
  }

  function setZone(next) {
    where = next;
    line.setZone(next);
    actions?.setZone(next);
    if (shownAt !== null) {
      setText(big, zone.date(shownAt, where));
      field.value = zone.toField(shownAt, where);
    }
  }

  /** What the loader knows, or why it knows nothing. */
  function heard({ failure, more, first }) {
    setShown(problem, failure !== null);
    setText(problem, failure ?? '');
    setText(limit, more ? `There are more events than are shown here: those before ${zone.date(more, where)} are left out. See less at a time for all.` : '');
    setShown(limit, Boolean(more));
    if (first) {
      start();
    }
  }

  function start() {
    const last = load.newest();
    if (at === undefined) {
      const length = Math.min(DAY_MS, Math.max(HOUR_MS / 4, (last - load.oldest) * 1.2));
      line.setView({ from: last - length * 0.92, to: last + length * 0.08 });
    }
    const moment = at ?? Math.max(load.oldest, last - NEWEST_MS);
    field.value = zone.toField(moment, where);
    play.seek(moment);
  }

  function reload() {
    load.moved();
    play.reload();
  }

  function viewMoved() {
    load.moved();
    actions?.seen();
  }

  async function addActions() {
    const made = await spanActions(id, { changes, admin }, {
      span: () => ({ from: Math.floor(line.view.from), to: Math.ceil(Math.min(line.view.to, Date.now())) }),
      shown: () => Math.round(play.position), where, deleted: reload,
    });
    if (ended) {
      made.close();
    } else {
      actions = made;
      actions.setZone(where);
      main.append(made.element);
    }
  }

  told('', '');
  load.begin();
  addActions();
  return () => {
    ended = true;
    actions?.close();
    load.close();
    overlay.close();
    play.close();
    line.close();
  };
}

function mark(kind, words) {
  return el('span', {}, el('span', { class: 'swatch', 'aria-hidden': 'true', data: { kind } }), words);
}

/** Codecs as people call them. */
function codecWords(codecs) {
  const names = { avc1: 'H.264', avc3: 'H.264', hvc1: 'H.265', hev1: 'H.265', av01: 'AV1' };
  const name = names[String(codecs).slice(0, 4)];
  return name ? `${name} (${codecs})` : codecs;
}
