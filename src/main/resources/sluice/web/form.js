// Adds a stream, or changes one.

import * as api from './api.js';
import { el, setShown } from './dom.js';
import { changed, FIELDS, initial, located, missing } from './fields.js';
import { input } from './inputs.js';
import { say } from './notices.js';
import { probe } from './probe.js';
import { go, link } from './router.js';
import * as store from './store.js';

/** Builds the page into main. */
export function form(main, { route }) {
  const editing = route.name === 'edit';
  const title = editing ? `Edit ${route.id}` : 'Add stream';
  const body = el('div', {}, el('p', { class: 'sub' }, 'One moment'));
  main.append(
    el('p', { class: 'crumb' }, el('a', { href: link('wall') }, 'Streams')),
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, title)),
    body);
  load(editing ? route.id : null)
    .then((known) => body.replaceChildren(build(known, editing ? route.id : null)))
    .catch((problem) => body.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, problem.message)));
}

/** What can be chosen, and what the fields show at first. */
async function load(id) {
  const [config, current] = await Promise.all([api.config(), id ? api.oneStream(id) : null]);
  return {
    models: Object.keys(config.models ?? {}),
    sinks: Object.keys(config.sinks ?? {}),
    settings: current ?? { ...config.defaults, model: null, 'detect-fps': null, threshold: null, labels: [], delivery: null, 'max-age': null },
    defaults: config.defaults ?? {},
    file: current?.file ?? null,
  };
}

function options(field, known) {
  if (field.key === 'model') {
    const standard = known.defaults.model;
    return [['', standard ? `Default (${standard})` : 'Default'], ...known.models.map((name) => [name, name])];
  }
  if (field.key === 'delivery') {
    return [['', 'As fits the source'], ['latest', 'Latest'], ['every', 'Every']];
  }
  return field.kind === 'several' ? known.sinks : [];
}

/** What an empty field stands for. */
function standard(field, defaults) {
  return field.key in defaults ? String(initial(field, defaults)) : '';
}

function build(known, id) {
  if (known.file) {
    return el('p', { class: 'alert', data: { severity: 1 } },
      `${id} is set in ${known.file}: change it there, then reload the configuration.`);
  }
  const fields = new Map(FIELDS.map((field) => [field.key, input(field, options(field, known), standard(field, known.defaults))]));
  FIELDS.forEach((field) => fields.get(field.key).set(initial(field, known.settings)));
  const read = () => Object.fromEntries(FIELDS.map((field) => [field.key, fields.get(field.key).get()]));
  const before = read();
  if (id) {
    fields.get('id').lock();
  }
  const summary = el('div', { class: 'alert', role: 'alert', data: { severity: 2 } });
  setShown(summary, false);
  const save = el('button', { type: 'submit', class: 'button primary' }, 'Save');

  async function submit(event) {
    event.preventDefault();
    const after = read();
    const gaps = missing(after);
    if (gaps.length > 0) {
      tell(summary, fields, gaps);
      return;
    }
    save.disabled = true;
    try {
      const settings = changed(before, after);
      const stream = id ? await api.change(id, settings) : await api.create(settings);
      await store.refresh();
      say(id ? `${stream.id} is saved.` : `${stream.id} is added.`);
      go('stream', stream.id);
    } catch (problem) {
      tell(summary, fields, located(problem));
    } finally {
      save.disabled = false;
    }
  }

  const place = (...keys) => keys.map((key) => fields.get(key).element);
  return el('form', { class: 'form', novalidate: true, 'aria-label': id ? `Edit ${id}` : 'Add stream', on: { submit } },
    summary,
    el('section', { class: 'panel' }, el('h2', {}, 'Source'), place('id', 'source'), probe(fields.get('source')).element),
    el('section', { class: 'panel' }, el('h2', {}, 'Detection'), el('div', { class: 'pairs' }, place('model', 'labels', 'threshold', 'detect-fps'))),
    el('section', { class: 'panel' }, el('h2', {}, 'Running'), el('div', { class: 'pairs' }, place('delivery', 'max-age', 'realtime', 'loop', 'enabled', 'sinks'))),
    el('div', { class: 'row end' }, el('a', { class: 'button', href: id ? link('stream', id) : link('wall') }, 'Cancel'), save));
}

/** Says each problem at its field, all of them on top, and goes to the first. */
function tell(summary, fields, problems) {
  fields.forEach((field, key) => field.problem(
    problems.filter((each) => each.key === key).map((each) => each.text).join(' ')));
  const lines = problems.map(({ key, text }) => {
    const label = FIELDS.find((field) => field.key === key)?.label;
    return el('li', {}, label && !text.startsWith(label) ? `${label}: ${text}` : text);
  });
  summary.replaceChildren(el('strong', {}, 'It can\'t be saved yet.'), el('ul', {}, lines));
  setShown(summary, true);
  const first = problems.find((each) => each.key !== '');
  if (first) {
    fields.get(first.key).focus();
  } else {
    summary.scrollIntoView({ block: 'center' });
  }
}
