// One recorded event: its picture with its way, what is known of it, its video; it is locked and deleted here.

import { busy, button, forbid } from './actions.js';
import * as api from './api.js';
import { badge } from './badges.js';
import { confirm } from './dialog.js';
import { el, facts, setShown, setText, svg, table, uniqueId } from './dom.js';
import { eventPicture, lengthOf } from './eventcards.js';
import { lastEvents } from './events.js';
import { exportList, exportRights } from './exportlist.js';
import { decimal, percent, plural } from './format.js';
import { say } from './notices.js';
import { files } from './playlist.js';
import { listen } from './recorded.js';
import { eventsLink, link, recordingLink } from './router.js';
import * as store from './store.js';
import * as zone from './zone.js';
import { zoneChoice } from './zonechoice.js';

const SETTLED_MS = 1000;

/** The end of its video is written some time after the event: so long it is asked for, as often. */
const WRITTEN_MS = 90_000;
const AGAIN_MS = 3_000;

/** Files end with a key frame, so that the last one may end so much before what is asked for. */
const SHORT_MS = 1_500;

/** Files that are listed; the playlist has them all. */
const MOST_FILES = 100;

/** Builds the page into main; gives a function that takes it down. */
export function eventPage(main, { route: { id }, changes, admin, timeZone }) {
  let event = null;
  let closed = false;
  let timer = 0;
  const heading = el('h1', { tabindex: '-1' }, 'Event');
  const going = badge('going-on');
  const locked = badge('locked');
  const reason = el('p', { class: 'reason sub', id: uniqueId('reason') });
  const lock = button('Lock', changeLock);
  const remove = button('Delete', askRemove);
  remove.classList.add('danger-ghost');
  const problem = el('p', { class: 'alert', data: { severity: 2 } });
  const gone = el('div', { class: 'empty' });
  const picture = eventPicture('picture', 'The best picture of this event');
  const crop = eventPicture('crop', 'What is seen of it alone');
  const way = wayOver(picture.image);
  picture.element.append(way.element);
  const known = el('div');
  const choice = zoneChoice(timeZone, () => show(event));
  const video = videoPart(choice, changes);
  const parts = el('div');
  const body = el('div', {},
    el('div', { class: 'split' },
      el('div', {}, el('div', { class: 'event-whole' }, picture.element), way.control),
      el('section', { class: 'panel' }, el('h2', {}, 'What is known'), known)),
    el('div', { class: 'columns' },
      el('div', {}, video.element, parts),
      el('div', {}, el('section', { class: 'panel' }, el('h2', {}, 'Close up'), el('div', { class: 'event-close' }, crop.element)))));
  main.append(
    el('p', { class: 'crumb' }, el('a', { href: lastEvents() }, 'Events')),
    el('div', { class: 'title' },
      el('div', { class: 'row' }, heading, going, locked),
      el('div', { class: 'actions' }, el('div', { class: 'row' }, choice.element, changes ? lock : null, admin ? remove : null), reason)),
    problem, gone, body);
  [going, locked, reason, problem, gone, body, lock, remove].forEach((each) => setShown(each, false));

  async function load() {
    clearTimeout(timer);
    try {
      const found = await api.recordedEvent(id);
      if (!closed) {
        show(found);
        setShown(problem, false);
      }
    } catch (failure) {
      if (!closed) {
        fail(failure);
      }
    }
  }

  function fail(failure) {
    const lost = failure.status === 404;
    setText(problem, failure.message);
    setShown(problem, !lost);
    setShown(gone, lost);
    if (lost) {
      setShown(body, false);
      [lock, remove, going, locked, reason].forEach((each) => setShown(each, false));
      gone.replaceChildren(
        el('p', {}, 'This event is not kept any more: it was deleted, or its time or the room for it was over.'),
        el('a', { class: 'button', href: lastEvents() }, 'All events'));
    }
  }

  function show(next) {
    if (next === null) {
      return;
    }
    event = next;
    setText(heading, `${event.label} on ${event.stream}`);
    setShown(going, event.open);
    setShown(locked, event.locked);
    setShown(body, true);
    setShown(gone, false);
    setShown(lock, true);
    setShown(remove, true);
    setText(lock, event.locked ? 'Unlock' : 'Lock');
    lock.title = event.locked ? 'It goes by age and room again' : 'It is kept, with its video, until it is unlocked';
    const why = !admin ? '' : event.locked ? 'To delete it, unlock it first.' : event.open ? 'It can be deleted once it has ended.' : '';
    setText(reason, why);
    setShown(reason, why !== '');
    forbid(remove, why === '' ? null : reason);
    picture.update(event);
    crop.update(event);
    replace(known, facts(about(event, choice.where)));
    replace(parts, event.parts?.length > 1 ? partsOf(event.parts, choice.where) : el('div'));
    way.show((event.parts ?? []).flatMap((part) => part.path));
    video.show(event);
  }

  async function changeLock() {
    await busy(lock, async () => {
      const wanted = !event.locked;
      show(await api.lockEvent(id, wanted));
      say(wanted ? 'The event is kept until it is unlocked.' : 'The event goes by age and room again.');
    });
    lock.focus();
  }

  async function askRemove() {
    const exported = video.exported > 0 ? ' What was exported of it stays until it is removed.' : '';
    const text = `Its pictures go, and its video but for what other events keep; a continuous recording has a gap there.${exported} This can't be undone.`;
    if (await confirm(`Delete this event of ${event.stream}?`, text, 'Delete')) {
      await busy(remove, async () => {
        await api.removeEvent(id);
        say('The event is deleted.');
        location.hash = lastEvents();
      });
    } else {
      remove.focus();
    }
  }

  /** The path is told by the API alone. */
  function hear(told) {
    if (told === null || told.id === id) {
      clearTimeout(timer);
      timer = setTimeout(load, SETTLED_MS);
    }
  }

  const silence = listen(hear);
  load();
  return () => {
    closed = true;
    clearTimeout(timer);
    silence();
    picture.close();
    crop.close();
    video.close();
  };
}

/** Leaves alone what is the same, and what somebody is reading with the keyboard. */
function replace(parent, child) {
  if (!parent.firstElementChild?.isEqualNode(child)) {
    parent.replaceChildren(child);
  }
}

function about(event, where) {
  const there = store.find(event.stream) !== null;
  const at = (moment) => el('time', { datetime: moment, title: zone.exact(Date.parse(moment), where) }, zone.brief(Date.parse(moment), where));
  return [
    ['Stream', there ? el('a', { href: link('stream', event.stream) }, event.stream) : event.stream],
    ['Label', event.label],
    ['Began', at(event.started_at)],
    ['Ended', event.open ? '' : at(event.ended_at)],
    ['Duration', lengthOf(event)],
    ['Score', percent(event.score)],
    ['Lines', named('line', event.lines)],
    ['Zones', named('zone', event.zones)],
    ['Object', event.object],
    ['Id', el('span', { class: 'code' }, event.id)],
  ];
}

/** Names of lines or zones, each with the way to the events that have it too. */
function named(kind, names) {
  return names.length === 0 ? '' : el('span', {}, names.flatMap((name, index) =>
    [index > 0 ? ', ' : '', el('a', { href: eventsLink(new URLSearchParams({ [kind]: name }).toString()) }, name)]));
}

function partsOf(parts, where) {
  const at = (moment) => zone.exact(Date.parse(moment), where);
  const rows = parts.map((part) => [String(part.number), at(part.started_at), at(part.ended_at)]);
  return el('section', { class: 'panel' }, el('h2', {}, 'Parts'), table('Parts', ['Part', 'Began', 'Ended'], rows));
}

/** The way of an event's object, drawn over its picture: `element`, `control`, `show(path)`. */
function wayOver(image) {
  const line = svg('polyline', { class: 'way' });
  const start = svg('circle', { class: 'way-start' });
  const end = svg('circle', { class: 'way-end' });
  const element = svg('svg', { class: 'way-over', 'aria-hidden': 'true' }, line, start, end);
  const shown = el('input', { type: 'checkbox', id: uniqueId('way'), checked: true, on: { change: () => element.toggleAttribute('data-off', !shown.checked) } });
  const control = el('div', { class: 'check' }, shown,
    el('label', { for: shown.id }, 'Its way, from the ring to the dot: the middle of the lower edge of its box'));
  let path = [];
  image.addEventListener('load', draw);

  function draw() {
    const { naturalWidth: width, naturalHeight: height } = image;
    const drawable = path.length > 1 && width > 0;
    setShown(control, drawable);
    element.toggleAttribute('hidden', !drawable);
    if (drawable) {
      const points = path.map((place) => [((place.x_min + place.x_max) / 2) * width, place.y_max * height].map((each) => Math.round(each * 10) / 10));
      element.setAttribute('viewBox', `0 0 ${width} ${height}`);
      line.setAttribute('points', points.map((each) => each.join()).join(' '));
      mark(start, points[0], width);
      mark(end, points.at(-1), width);
    }
  }

  function show(next) {
    path = next;
    draw();
  }

  return { element, control, show };
}

function mark(circle, [x, y], width) {
  circle.setAttribute('cx', x);
  circle.setAttribute('cy', y);
  circle.setAttribute('r', Math.max(4, width / 110));
}

/**
 * The video of an event: `element`, `show(event)`, `exported`, how many exports of it there are, `close()`. changes:
 * whether who looks may make exports.
 */
function videoPart(choice, changes) {
  const play = el('a', { class: 'button primary' }, 'Play the recording');
  const playlist = el('a', { class: 'button' }, 'Playlist (HLS)');
  const why = el('p', { class: 'sub', id: uniqueId('reason') });
  const exporter = button('Export', beginExport);
  exporter.title = 'Makes an MP4 file of all of its video';
  const list = el('div');
  const note = el('p', { class: 'sub' });
  let event = null;
  let shown = '';
  let found = [];
  let asked = 0;
  let timer = 0;
  let closed = false;
  let exported = 0;
  let rights = { list: false, make: false };
  const exports = exportList({
    wanted: (each) => event !== null && each.stream === event.stream && Date.parse(each.from) >= span(event).from && Date.parse(each.to) <= span(event).to,
    may: changes,
    date: (ms) => zone.date(ms, choice.where),
    changed: (all) => { exported = all.length; },
  });
  const element = el('section', { class: 'panel event-video' },
    el('h2', {}, 'Video'), el('div', { class: 'row' }, play, playlist, changes ? exporter : null), changes ? why : null, note, exports.element, list);
  [play, playlist, exporter, why].forEach((each) => setShown(each, false));

  exportRights(changes).then((known) => {
    rights = known;
    if (!closed && event !== null) {
      draw();
      listExports();
    }
  });

  function listExports() {
    if (rights.list && !closed) {
      exports.update();
    }
  }

  /** Asks for its files, unless what is shown is all that there will be of them. */
  function show(next) {
    const first = event === null;
    const key = `${next.playlist} ${next.open}`;
    event = next;
    if (key === shown) {
      draw();
    } else {
      shown = key;
      load();
    }
    if (first || exports.element.childElementCount > 0) {
      listExports();
    }
  }

  async function load() {
    clearTimeout(timer);
    asked += 1;
    const mine = asked;
    let failed = '';
    try {
      found = files(await api.playlist(event.playlist));
    } catch (failure) {
      found = [];
      failed = failure.status === 404 ? '' : failure.message;
    }
    if (mine === asked && !closed) {
      draw(failed);
      if (isComing() || failed !== '') {
        timer = setTimeout(load, AGAIN_MS);
      }
    }
  }

  /** Whether more of its video may be written still. */
  function isComing() {
    const { to } = span(event);
    const last = found.at(-1);
    const until = last ? last.at + last.seconds * 1000 : 0;
    return event.open || (until < to - SHORT_MS && Date.now() < to + WRITTEN_MS);
  }

  function draw(failed = '') {
    const path = event.playlist.replace(/^\//, '');
    const coming = isComing();
    play.href = recordingLink(event.stream, new Date(span(event).from).toISOString());
    playlist.href = path;
    setText(note, failed || (found.length > 0 ? words(found) : coming ? 'Its video is being recorded.' : 'No video is kept of it any more.'));
    setShown(play, found.length > 0);
    setShown(playlist, found.length > 0);
    setShown(exporter, rights.make && found.length > 0);
    setText(why, coming ? 'It can be exported once all of its video is recorded.' : '');
    setShown(why, coming && !exporter.hidden);
    forbid(exporter, coming ? why : null);
    replace(list, found.length === 0 ? el('div') : filesTable(event.stream, path.slice(0, path.lastIndexOf('/') + 1), found, choice.where));
  }

  async function beginExport() {
    const { from, to } = span(event);
    await busy(exporter, async () => {
      await exports.begin(event.stream, from, to);
      say('Its video is being exported; the file is listed below.');
    });
    exporter.focus();
  }

  return {
    element, show,
    get exported() {
      return exported;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      exports.close();
    },
  };
}

/** From when to when there is to be video of an event, in milliseconds: its playlist says it. */
function span(event) {
  const query = new URL(event.playlist, location.href).searchParams;
  return { from: Date.parse(query.get('from') ?? event.started_at), to: Date.parse(query.get('to') ?? event.ended_at) };
}

function words(found) {
  const seconds = found.reduce((sum, file) => sum + file.seconds, 0);
  const rest = found.length > MOST_FILES ? `; the first ${MOST_FILES} are listed, the playlist has all` : '';
  return `${plural(found.length, 'file', 'files')}, ${decimal(seconds)} s with what is before and after it${rest}. Players as VLC and Safari take the playlist.`;
}

function filesTable(stream, folder, found, where) {
  const rows = found.slice(0, MOST_FILES).map(({ path, seconds, at }) => {
    const began = zone.brief(at, where);
    const name = `${stream}-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.mp4`;
    return [began, `${decimal(seconds)} s`,
      el('a', { href: folder + path.replace('clock=true', 'whole=true'), download: name, 'aria-label': `Save the file of ${began}` }, 'Save')];
  });
  return table('Files of its video', ['Begins', 'Length', 'File'], rows);
}
