// All streams, those in trouble first.

import { card } from './cards.js';
import { el, setShown, setText } from './dom.js';
import { plural } from './format.js';
import { keptList } from './lists.js';
import { matching, ordered, summary } from './order.js';
import { link } from './router.js';
import * as store from './store.js';

/** From so many on there is a field to find one. */
const MANY = 7;

/** Builds the page into main; gives a function that takes it down. */
export function wall(main, context) {
  const counts = el('p', { class: 'sub' });
  const filter = el('input', { type: 'search', placeholder: filterWords(context), 'aria-label': 'Filter streams', on: { input: update } });
  const list = el('ul', { class: 'wall', role: 'list', 'aria-label': 'Streams' });
  const cards = keptList(list, (stream) => stream.id, (stream) => card(stream.id));
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
      cards.show(shown);
      const reason = shown.length > 0 ? '' : streams.length > 0 ? 'filtered' : 'none';
      if (empty.dataset.reason !== reason) {
        empty.dataset.reason = reason;
        empty.replaceChildren(...nothing(reason, context.admin));
      }
    } else if (store.failure) {
      setText(counts, store.failure.message);
    }
  }

  const end = store.subscribe(update);
  update();
  return () => {
    end();
    cards.close();
  };
}

function filterWords({ cluster }) {
  return cluster ? 'Filter by name, source or node' : 'Filter by name or source';
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

function nothing(reason, admin) {
  if (reason === '') {
    return [];
  }
  if (reason === 'filtered') {
    return [el('p', {}, 'No stream has these words.')];
  }
  return [
    el('h2', {}, 'No streams yet'),
    el('p', {}, 'A stream is a camera, a recording or the built-in demo.'),
    admin ? el('a', { class: 'button primary', href: link('add') }, 'Add a stream') : '',
  ];
}
