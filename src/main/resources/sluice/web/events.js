// Recorded events: those that are looked for, the newest first; what happens meanwhile appears by itself.

import * as api from './api.js';
import { el, setShown, setText } from './dom.js';
import { eventCard } from './eventcards.js';
import { has, healed, merged, order, read, write } from './eventfilter.js';
import { filterForm } from './filterform.js';
import { plural } from './format.js';
import { keptList } from './lists.js';
import { listen } from './recorded.js';
import { eventsLink } from './router.js';
import * as store from './store.js';
import { zoneChoice } from './zonechoice.js';

const PAGE = 60;

/** So many are drawn; for older ones there are the filters. */
const MOST = 1200;

const HEALED_MS = 30_000;
const SETTLED_MS = 1000;

/** What was told is in the list of the API after so long at the latest. */
const WRITTEN_MS = 10_000;

/** Above so many pixels the top of the list is in sight. */
const TOP = 120;

/** What was shown last, so that who comes back from an event finds the list as it was. */
let left = { query: '', events: [], complete: false, top: 0, at: 0 };
const REMEMBERED_MS = 300_000;

/** The address of the page as it was shown last. */
export function lastEvents() {
  return eventsLink(left.query);
}

/** Builds the page into main; gives a function that takes it down. */
export function events(main, { route, admin, timeZone }) {
  let filter = read(route.query);
  let list = [];
  let complete = false;
  let asking = 0;
  let busy = false;
  let closed = false;
  let timer = 0;
  const held = new Map();
  const told = new Map();

  const choice = zoneChoice(timeZone, () => {
    form.setZone(choice.where);
    draw();
  });
  const form = filterForm(filter, choice.where, (chosen) => { location.hash = eventsLink(write(chosen)); });
  const counts = el('p', { class: 'sub', role: 'status' });
  const problem = el('p', { class: 'alert', data: { severity: 2 } });
  const fresh = el('button', { type: 'button', class: 'button primary new-events', on: { click: showHeld } });
  const wall = el('ul', { class: 'wall events', role: 'list', 'aria-label': 'Events' });
  const cards = keptList(wall, (event) => event.id, (event) => eventCard(event, choice));
  const empty = el('div', { class: 'empty' });
  const more = el('button', { type: 'button', class: 'button', on: { click: showMore } }, 'Show more');
  const end = el('div', { class: 'row list-end' }, more);
  const near = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && showMore(), { rootMargin: '500px' });
  main.append(
    el('div', { class: 'title' }, el('div', {}, el('h1', { tabindex: '-1' }, 'Events'), counts), choice.element),
    form.element, problem, fresh, wall, empty, end);
  [problem, fresh, end].forEach((each) => setShown(each, false));

  function draw() {
    cards.show(list);
    setText(counts, words());
    const waiting = [...held.values()].filter((event) => has(filter, event)).length;
    setText(fresh, `Show ${plural(waiting, 'new event', 'new events')}`);
    setShown(fresh, waiting > 0);
    setShown(end, !complete && list.length > 0 && list.length < MOST);
    form.suggest(list);
    drawEmpty();
  }

  function words() {
    if (list.length === 0) {
      return '';
    }
    if (!complete && list.length >= MOST) {
      return `The newest ${plural(list.length, 'event', 'events')}; choose a time for older ones`;
    }
    return complete ? plural(list.length, 'event', 'events') : `The newest ${plural(list.length, 'event', 'events')}`;
  }

  function drawEmpty() {
    const recorded = (store.streams ?? []).filter(({ status }) => status?.recording).map(({ id }) => id);
    const reason = list.length > 0 || busy || !complete ? '' : write(filter) ? 'filtered' : recorded.length > 0 ? 'none' : 'off';
    const key = reason && `${reason} ${recorded}`;
    if (empty.dataset.reason !== key) {
      empty.dataset.reason = key;
      empty.replaceChildren(...nothing(reason, recorded, admin, () => form.clear()));
    }
  }

  /** Asks for the first ones. What is asked for meanwhile counts alone. */
  async function load() {
    asking += 1;
    list = [];
    complete = false;
    held.clear();
    busy = false;
    draw();
    setText(counts, 'One moment');
    await ask('', (found) => { list = found; });
  }

  async function showMore() {
    if (!busy && !complete && list.length > 0 && list.length < MOST) {
      await ask(list.at(-1).id, (found) => { list = merged(list, found); });
    }
  }

  async function ask(before, take) {
    const mine = asking;
    busy = true;
    try {
      const found = await api.recordedEvents(write(filter), PAGE + 1, before);
      if (mine === asking && !closed) {
        complete = found.length <= PAGE;
        take(found.slice(0, PAGE));
        setShown(problem, false);
      }
    } catch (failure) {
      if (mine === asking) {
        setText(problem, failure.message);
        setShown(problem, true);
        setText(counts, '');
      }
    }
    if (mine === asking && !closed) {
      busy = false;
      draw();
      near.unobserve(end); // tells again where its place is in sight still
      near.observe(end);
    }
  }

  /** Looks again at the newest ones: some may have been deleted, or locked, or were missed. */
  async function heal() {
    clearTimeout(timer);
    const mine = asking;
    if (!document.hidden && !busy) {
      try {
        const answer = await api.recordedEvents(write(filter), PAGE + 1);
        const whole = answer.length <= PAGE;
        if (mine === asking && !closed) {
          const now = new Set(answer.map(({ id }) => id));
          const written = Date.now() - WRITTEN_MS;
          told.forEach((at, id) => at < written && told.delete(id));
          const late = list.filter(({ id }) => told.has(id) && !now.has(id));
          list = merged(healed(list, answer, whole), late);
          complete ||= whole;
          held.forEach((event, id) => !now.has(id) && !told.has(id) && held.delete(id));
          const known = new Set(list.map(({ id }) => id));
          answer.filter(({ id }) => !known.has(id)).forEach(place);
          draw();
        }
      } catch {
        // The connection's state is told elsewhere; the list stays as it is.
      }
    }
    soon(HEALED_MS);
  }

  function soon(delay) {
    clearTimeout(timer);
    if (!closed) {
      timer = setTimeout(heal, delay);
    }
  }

  function hear(event) {
    if (event === null) {
      soon(SETTLED_MS);
      return;
    }
    told.set(event.id, Date.now());
    if (list.some(({ id }) => id === event.id)) {
      list = merged(list, [event]);
    } else if (has(filter, event)) {
      place(event);
    }
    draw();
  }

  /** Nothing moves under the eyes, or the hand, of who looks further down. */
  function place(event) {
    const within = complete || (list.length > 0 && order(event, list.at(-1)) < 0);
    if (!within || busy) {
      soon(SETTLED_MS);
    } else if (list.length > 0 && (scrollY > TOP || wall.contains(document.activeElement))) {
      held.set(event.id, event);
    } else {
      list = merged(list, [event]);
    }
  }

  function showHeld() {
    list = merged(list, [...held.values()]);
    held.clear();
    draw();
    scrollTo(0, 0);
    wall.querySelector('a')?.focus({ preventScroll: true });
  }

  /** Whether the page goes on with another address of it. */
  function stay(next) {
    filter = read(next.query);
    form.show(filter);
    load();
    return true;
  }

  const seen = () => document.hidden || heal();
  document.addEventListener('visibilitychange', seen);
  const silence = listen(hear);
  const forget = store.subscribe(() => {
    form.streams(store.streams ?? []);
    drawEmpty();
  });
  form.streams(store.streams ?? []);
  if (left.query === write(filter) && left.events.length > 0 && Date.now() - left.at < REMEMBERED_MS) {
    ({ events: list, complete } = left);
    draw();
    near.observe(end);
    requestAnimationFrame(() => scrollTo(0, left.top));
    heal();
  } else {
    load();
    soon(HEALED_MS);
  }

  const takeDown = () => {
    left = { query: write(filter), events: list, complete, top: Math.round(scrollY), at: Date.now() };
    closed = true;
    clearTimeout(timer);
    near.disconnect();
    document.removeEventListener('visibilitychange', seen);
    silence();
    forget();
    cards.close();
  };
  takeDown.stay = stay;
  return takeDown;
}

/** What stands in place of the list, and what to do about it. */
function nothing(reason, recorded, admin, clear) {
  switch (reason) {
    case 'filtered':
      return [el('h2', {}, 'No event has all of that'),
        el('button', { type: 'button', class: 'button', on: { click: clear } }, 'Show all events')];
    case 'none':
      return [el('h2', {}, 'No events yet'),
        el('p', {}, `They appear here once something is seen on ${recorded.slice(0, 5).join(', ')}${recorded.length > 5 ? ' …' : ''}.`)];
    case 'off':
      return [el('h2', {}, 'No events, and no stream makes any'),
        el('p', {}, 'Streams that are recorded have events: with ', el('span', { class: 'code' }, 'recording.mode = events'),
          ' only the video of events is kept, with ', el('span', { class: 'code' }, 'continuous'), ' all of it.'),
        el('p', {}, admin ? 'Set it in the configuration\'s file, or where a stream is edited: Mode, among the settings of its recording.'
          : 'It is set in the configuration\'s file, or by who may edit streams.')];
    default:
      return [];
  }
}
