// All streams, those in trouble first.

import { card } from './cards.js';
import { el, setShown, setText } from './dom.js';
import { plural } from './format.js';
import { matching, ordered, summary } from './order.js';
import { link } from './router.js';
import * as store from './store.js';

/** From so many on there is a field to find one. */
const MANY = 7;

/** Builds the page into main; gives a function that takes it down. */
export function wall(main, context) {
  const cards = new Map();
  const counts = el('p', { class: 'sub' });
  const filter = el('input', { type: 'search', placeholder: 'Filter by name or source', 'aria-label': 'Filter streams', on: { input: update } });
  const list = el('ul', { class: 'wall', role: 'list', 'aria-label': 'Streams' });
  const empty = el('div', { class: 'empty' });
  main.append(
    el('div', { class: 'title' }, el('div', {}, el('h1', { tabindex: '-1' }, 'Streams'), counts), filter),
    list, empty);

  function update() {
    const streams = store.streams;
    if (streams) {
      setShown(filter, streams.length >= MANY || filter.value !== '');
      setText(counts, words(summary(streams)));
      const shown = ordered(matching(streams, filter.value));
      place(shown);
      const reason = shown.length > 0 ? '' : streams.length > 0 ? 'filtered' : 'none';
      if (empty.dataset.reason !== reason) {
        empty.dataset.reason = reason;
        empty.replaceChildren(...nothing(reason, context.changes));
      }
    } else if (store.failure) {
      setText(counts, store.failure.message);
    }
  }

  function place(streams) {
    const wanted = new Set(streams.map((stream) => stream.id));
    for (const [id, each] of cards) {
      if (!wanted.has(id)) {
        each.close();
        each.element.remove();
        cards.delete(id);
      }
    }
    for (const stream of streams) {
      if (!cards.has(stream.id)) {
        cards.set(stream.id, card(stream.id));
      }
      cards.get(stream.id).update(stream);
    }
    arrange(list, streams.map((stream) => cards.get(stream.id).element));
  }

  const end = store.subscribe(update);
  update();
  return () => {
    end();
    cards.forEach((each) => each.close());
  };
}

/** Moves only what stands wrong, and leaves the focus where it was. */
function arrange(list, elements) {
  const focused = document.activeElement;
  elements.forEach((element, index) => {
    if (list.children[index] !== element) {
      list.insertBefore(element, list.children[index] ?? null);
    }
  });
  if (focused !== document.activeElement && list.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function words({ all, running, troubled, resting, busy }) {
  if (all === 0) {
    return '';
  }
  const parts = [plural(all, 'stream', 'streams'), `${running} running`];
  if (troubled > 0) {
    parts.push(`${troubled} in trouble`);
  }
  if (busy > 0) {
    parts.push(`${busy} starting`);
  }
  if (resting > 0) {
    parts.push(`${resting} at rest`);
  }
  return parts.join(' · ');
}

function nothing(reason, changes) {
  if (reason === '') {
    return [];
  }
  if (reason === 'filtered') {
    return [el('p', {}, 'No stream has these words in its name or source.')];
  }
  return [
    el('h2', {}, 'No streams yet'),
    el('p', {}, 'A stream is a camera, a recording or the built-in demo.'),
    changes ? el('a', { class: 'button primary', href: link('add') }, 'Add a stream') : '',
  ];
}
