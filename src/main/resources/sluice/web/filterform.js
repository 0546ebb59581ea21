// The fields that say which recorded events are looked for.

import * as api from './api.js';
import { el, setAttribute, setShown, uniqueId } from './dom.js';
import { fieldTime, moment, write } from './eventfilter.js';
import { midnight } from './zone.js';

const HOUR_MS = 3_600_000;

/** Names that are offered for a field, of those that were seen. */
const MOST_OFFERED = 100;

/** Times that are chosen with a button: their words, and their begin. */
const SPANS = [
  ['Last hour', (now) => now - HOUR_MS],
  ['Today', (now, where) => midnight(now, where)],
  ['Last 7 days', (now) => now - 7 * 24 * HOUR_MS],
];

/**
 * The form of a filter: `element`, `show(filter)`, `clear()`, which asks for all, `streams(all)`, which offers their ids,
 * lines and zones, `suggest(events)`, which offers what they have, and `setZone(where)`, by whose clock its times are.
 * chosen(filter) is called when somebody changes it.
 */
export function filterForm(first, firstZone, chosen) {
  let where = firstZone;
  let filter = {};
  const stream = el('select', { id: uniqueId('filter'), on: { change: changed } });
  const label = offered();
  const line = offered();
  const zone = offered();
  const from = el('input', { type: 'datetime-local', id: uniqueId('filter'), on: { change: changed } });
  const to = el('input', { type: 'datetime-local', id: uniqueId('filter'), on: { change: changed } });
  const score = el('input', { type: 'number', min: 0, max: 100, step: 5, placeholder: 'any', id: uniqueId('filter'), on: { change: changed } });
  const clear = el('button', { type: 'button', class: 'button small', on: { click: all } }, 'Clear');
  const spans = SPANS.map(([words, begin]) =>
    el('button', { type: 'button', class: 'button small', on: { click: () => since(begin(Date.now(), where)) } }, words));
  const field = (name, input, className) => el('div', { class: className }, el('label', { for: input.id }, name), input);
  const element = el('form', { class: 'panel filters', role: 'search', 'aria-label': 'Events', on: { submit: (event) => event.preventDefault() } },
    el('div', { class: 'filter-fields' },
      field('Stream', stream), field('Label', label.input), field('Line', line.input), field('Zone', zone.input),
      field('Score, % at least', score), field('From', from, 'filter-time'), field('To', to, 'filter-time')),
    el('div', { class: 'row' }, spans, clear),
    label.list, line.list, zone.list);
  const known = { stream: new Set(), label: new Set(), line: new Set(), zone: new Set() };

  function offered() {
    const list = el('datalist', { id: uniqueId('offered') });
    const input = el('input', { type: 'text', list: list.id, placeholder: 'any', autocomplete: 'off', id: uniqueId('filter'), on: { change: changed } });
    return { list, input };
  }

  function all() {
    fill({}, true);
    chosen({});
  }

  function since(begin) {
    chosen({ ...filter, from: new Date(begin).toISOString(), to: '' });
  }

  function changed() {
    const time = (input, name) => (input.value === fieldTime(filter[name], where) ? filter[name] : moment(input.value, where));
    const percent = Number(score.value);
    filter = {
      stream: stream.value,
      label: label.input.value.trim(),
      line: line.input.value.trim(),
      zone: zone.input.value.trim(),
      from: time(from, 'from'),
      to: time(to, 'to'),
      'min-score': percent > 0 ? String(Math.min(percent, 100) / 100) : '',
    };
    chosen(filter);
  }

  function show(next) {
    fill(next, false);
  }

  /** Sets the fields that are to have another value than before, or all: what somebody writes just now stays as it is. */
  function fill(next, whole) {
    const before = filter;
    filter = next;
    offerStreams();
    const set = (name, input, value) => {
      if (whole || (next[name] ?? '') !== (before[name] ?? '')) {
        input.value = value;
      }
    };
    set('stream', stream, next.stream ?? '');
    set('label', label.input, next.label ?? '');
    set('line', line.input, next.line ?? '');
    set('zone', zone.input, next.zone ?? '');
    set('from', from, fieldTime(next.from, where));
    set('to', to, fieldTime(next.to, where));
    set('min-score', score, next['min-score'] ? String(Math.round(Number(next['min-score']) * 1000) / 10) : '');
    setShown(clear, write(next) !== '');
  }

  function setZone(next) {
    where = next;
    from.value = fieldTime(filter.from, where);
    to.value = fieldTime(filter.to, where);
  }

  function offerStreams() {
    const ids = [...new Set([...known.stream, filter.stream])].filter((id) => id).sort();
    const shown = [...stream.options].slice(1).map((option) => option.value);
    if (stream.options.length === 0 || shown.join() !== ids.join()) {
      stream.replaceChildren(el('option', { value: '' }, 'All'), ...ids.map((id) => el('option', { value: id }, id)));
      stream.value = filter.stream ?? '';
    }
  }

  function offer({ list }, names) {
    const wanted = [...names].sort().slice(0, MOST_OFFERED);
    if ([...list.children].map((option) => option.value).join() !== wanted.join()) {
      list.replaceChildren(...wanted.map((name) => el('option', { value: name })));
    }
  }

  function add(names, more) {
    more.forEach((name) => names.size < MOST_OFFERED && names.add(name));
  }

  function draw() {
    offerStreams();
    offer(label, known.label);
    offer(line, known.line);
    offer(zone, known.zone);
  }

  function streams(told) {
    const recorded = told.filter(({ status }) => status?.recording);
    recorded.forEach(({ id }) => known.stream.add(id));
    add(known.line, recorded.flatMap((each) => Object.keys(each.lines ?? {})));
    add(known.zone, recorded.flatMap((each) => Object.keys(each.zones ?? {})));
    draw();
  }

  function suggest(events) {
    events.forEach((event) => {
      known.stream.add(event.stream);
      add(known.label, [event.label]);
      add(known.line, event.lines);
      add(known.zone, event.zones);
    });
    draw();
  }

  api.recordings().then((kept) => {
    kept.forEach((each) => known.stream.add(each.stream));
    draw();
  }).catch(() => {}); // those that run are offered all the same
  setAttribute(score, 'inputmode', 'decimal');
  show(first);
  return { element, show, clear: all, streams, suggest, setZone };
}
