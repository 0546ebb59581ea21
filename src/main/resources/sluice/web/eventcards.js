// A recorded event among others, and its pictures.

import { badge } from './badges.js';
import { el, setAttribute, setShown, setText } from './dom.js';
import { duration, percent } from './format.js';
import { link } from './router.js';
import * as zone from './zone.js';

const TRIES = 3;
const AGAIN_MS = 2000;

/** A card: `element`, `update(event)`, `close()`. choice: whose `where` is the zone. */
export function eventCard({ id, label, stream, started_at: began }, choice) {
  const start = Date.parse(began);
  const picture = eventPicture('picture', '');
  const crop = eventPicture('crop', '');
  crop.element.classList.add('event-crop');
  const going = badge('going-on');
  const locked = badge('locked');
  const about = el('p', { class: 'sub event-about' });
  const numbers = { duration: el('dd'), score: el('dd') };
  const way = el('a', { class: 'cover', href: link('event', id) }, label);
  const tags = el('ul', { class: 'tags', role: 'list' });
  const element = el('li', { class: 'card event-card', data: { event: id } },
    el('div', { class: 'picture' }, picture.element),
    el('div', { class: 'card-text' },
      el('div', { class: 'event-head' }, crop.element,
        el('div', {},
          el('div', { class: 'card-head' },
            el('h2', {}, way),
            el('div', { class: 'row event-marks' }, going, locked)),
          about, tags)),
      el('dl', { class: 'numbers' },
        el('div', {}, el('dt', {}, 'Duration'), numbers.duration),
        el('div', {}, el('dt', {}, 'Score'), numbers.score))));

  function update(event) {
    picture.update(event);
    crop.update(event);
    setShown(going, event.open);
    setShown(locked, event.locked);
    const when = zone.brief(start, choice.where);
    setAttribute(way, 'aria-label', `${label}, ${stream}, ${when}`);
    setText(about, `${stream} · ${when}`);
    setAttribute(about, 'title', zone.exact(start, choice.where));
    setText(numbers.duration, lengthOf(event));
    setText(numbers.score, percent(event.score));
    const words = [...event.lines.map((name) => `line ${name}`), ...event.zones.map((name) => `zone ${name}`)];
    if (tags.dataset.words !== words.join()) {
      tags.dataset.words = words.join();
      tags.replaceChildren(...words.map((each) => el('li', {}, each)));
    }
    setShown(tags, words.length > 0);
  }

  function close() {
    picture.close();
    crop.close();
  }

  return { element, update, close };
}

/** How long an event took. What is told of one that goes on is older. */
export function lengthOf({ started_at: began, ended_at: ended, open }) {
  if (open) {
    return 'goes on';
  }
  const seconds = (Date.parse(ended) - Date.parse(began)) / 1000;
  return seconds < 1 ? 'under 1 s' : duration(seconds);
}

/**
 * A picture of an event, `picture` or `crop`: `element`, `image`, `update(event)`, `close()`. That of one that goes on
 * is asked for again with each update; one that isn't there yet, a few times.
 */
export function eventPicture(kind, alt) {
  const image = el('img', { alt, loading: 'lazy', on: { load: () => settle(true), error: fail } });
  const note = el('p', { class: 'picture-note' }, kind === 'picture' ? 'No picture' : '');
  const element = el('div', { class: 'event-picture' }, image, note);
  let wanted = '';
  let tries = 0;
  let timer = 0;
  setShown(image, false);

  function settle(there) {
    setShown(note, !there);
    element.toggleAttribute('data-empty', !there);
  }

  function fail() {
    settle(image.complete && image.naturalWidth > 0);
    setShown(image, false);
    tries += 1;
    if (tries < TRIES) {
      clearTimeout(timer);
      timer = setTimeout(() => ask(`${wanted}?again=${tries}`), AGAIN_MS);
    }
  }

  function ask(address) {
    setShown(image, true);
    image.src = address.replace(/^\//, '');
  }

  function update(event) {
    const path = event[kind];
    const address = path && (event.open ? `${path}?at=${Date.parse(event.ended_at)}` : path);
    if (!path) {
      settle(false);
    } else if (address !== wanted) {
      wanted = address;
      tries = 0;
      clearTimeout(timer);
      ask(address);
    }
  }

  return { element, image, update, close: () => clearTimeout(timer) };
}
