// One recorded event: its picture with its way, what is known of it, its video; it is locked and deleted here.

import { busy, button, forbid } from './actions.js';
import * as api from './api.js';
import { badge } from './badges.js';
import { confirm } from './dialog.js';
import { el, facts, setShown, setText, svg, table, uniqueId } from './dom.js';
import { eventPicture, lengthOf } from './eventcards.js';
import { lastEvents } from './events.js';
import { decimal, exact, percent, plural, time } from './format.js';
import { say } from './notices.js';
import { files } from './playlist.js';
import { listen } from './recorded.js';
import { eventsLink, link, recordingLink } from './router.js';
import * as store from './store.js';

const SETTLED_MS = 1000;

/** Files that are listed; the playlist has them all. */
const MOST_FILES = 100;

/** Builds the page into main; gives a function that takes it down. */
export function eventPage(main, { route: { id }, changes, admin }) {
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
  const video = videoPart();
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
      el('div', { class: 'actions' }, el('div', { class: 'row' }, changes ? lock : null, admin ? remove : null), reason)),
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
    const newer = event === null || event.open || next.open;
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
    replace(known, facts(about(event)));
    replace(parts, event.parts?.length > 1 ? partsOf(event.parts) : el('div'));
    way.show((event.parts ?? []).flatMap((part) => part.path));
    if (newer) {
      video.show(event);
    }
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
    const text = 'Its pictures go, and its video but for what other events keep; a continuous recording has a gap there. This can\'t be undone.';
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

function about(event) {
  const there = store.find(event.stream) !== null;
  const at = (moment) => el('time', { datetime: moment, title: exact(moment) }, time(moment));
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

function partsOf(parts) {
  const rows = parts.map((part) => [String(part.number), exact(part.started_at), exact(part.ended_at)]);
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

/** The video of an event: `element`, `show(event)`, `close()`. */
function videoPart() {
  const play = el('a', { class: 'button primary' }, 'Play the recording');
  const playlist = el('a', { class: 'button' }, 'Playlist (HLS)');
  const list = el('div');
  const note = el('p', { class: 'sub' });
  const element = el('section', { class: 'panel event-video' }, el('h2', {}, 'Video'), el('div', { class: 'row' }, play, playlist), note, list);
  let closed = false;
  let asked = 0;

  async function show(event) {
    const path = event.playlist.replace(/^\//, '');
    play.href = recordingLink(event.stream, new URL(event.playlist, location.href).searchParams.get('from') ?? event.started_at);
    playlist.href = path;
    asked += 1;
    const mine = asked;
    let found = [];
    let why = '';
    try {
      found = files(await api.playlist(event.playlist));
    } catch (failure) {
      why = failure.status === 404 ? (event.open ? 'Its video is being recorded.' : 'No video is kept of it any more.') : failure.message;
    }
    if (mine === asked && !closed) {
      setText(note, why || words(found));
      setShown(play, found.length > 0);
      setShown(playlist, found.length > 0);
      list.replaceChildren(found.length === 0 ? '' : filesTable(event.stream, path.slice(0, path.lastIndexOf('/') + 1), found));
    }
  }

  return { element, show, close: () => { closed = true; } };
}

function words(found) {
  const seconds = found.reduce((sum, file) => sum + file.seconds, 0);
  const rest = found.length > MOST_FILES ? `; the first ${MOST_FILES} are listed, the playlist has all` : '';
  return `${plural(found.length, 'file', 'files')}, ${decimal(seconds)} s with what is before and after it${rest}. Players as VLC and Safari take the playlist.`;
}

function filesTable(stream, folder, found) {
  const rows = found.slice(0, MOST_FILES).map(({ path, seconds, at }) => {
    const began = time(at);
    const name = `${stream}-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.mp4`;
    return [began, `${decimal(seconds)} s`,
      el('a', { href: folder + path.replace('clock=true', 'whole=true'), download: name, 'aria-label': `Save the file of ${began}` }, 'Save')];
  });
  return table('Files of its video', ['Begins', 'Length', 'File'], rows);
}
