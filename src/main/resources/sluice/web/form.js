// Adds a stream, or changes one.

import * as advice from './advice.js';
import * as api from './api.js';
import { el, setShown, setText } from './dom.js';
import { changed, fieldsOf, initial, located, missing, setting, titleOf } from './fields.js';
import { input } from './inputs.js';
import { say } from './notices.js';
import { probe } from './probe.js';
import { go, link } from './router.js';
import * as store from './store.js';

/** Builds the page into main. */
export function form(main, { route, admin }) {
  const editing = route.name === 'edit';
  const title = editing ? `Edit ${route.id}` : 'Add stream';
  const body = el('div', {}, el('p', { class: 'sub' }, 'One moment'));
  main.append(
    el('p', { class: 'crumb' }, el('a', { href: link('wall') }, 'Streams')),
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, title)),
    body);
  load(editing ? route.id : null)
    .then((known) => body.replaceChildren(build(known, editing ? route.id : null, admin)))
    .catch((problem) => body.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, problem.message)));
}

/** The fields, and what they show at first: for a new stream, the defaults stay in the background of what is left empty. */
async function load(id) {
  const [config, schema, models, current] =
    await Promise.all([api.config(), api.streamSchema(), api.models(), id ? api.oneStream(id) : null]);
  const defaults = config.defaults ?? {};
  const fields = fieldsOf(schema, config);
  const chosen = fields.filter(({ kind }) => kind === 'flag' || kind === 'several');
  const roots = config.security?.['file-roots'] ?? [];
  return { fields, settings: current ?? some(chosen, defaults), defaults, models, roots, file: current?.file ?? null };
}

/** The values of some fields alone, as settings. */
function some(fields, defaults) {
  const result = {};
  for (const field of fields) {
    const value = setting(field, defaults);
    if (field.group) {
      result[field.group] ??= {};
      result[field.group][field.key.slice(field.group.length + 1)] = value;
    } else {
      result[field.key] = value;
    }
  }
  return result;
}

/** What can be chosen, with words for it; an empty choice is the default. */
function options(field, defaults) {
  if (field.kind !== 'choice') {
    return field.options.map(([value]) => value);
  }
  if (field.open) {
    return [['', 'By itself'], ...field.options];
  }
  const standard = setting(field, defaults) ?? (field.group ? field.standard : null);
  return [['', standard ? `Default (${standard})` : 'Default'], ...field.options];
}

/** What an empty field stands for. */
function standard(field, defaults) {
  const value = setting(field, defaults) ?? (field.group ? field.standard : null);
  return value === null || value === undefined ? '' : [value].flat().join(', ');
}

/** The panels with the settings that they begin with; the last one has also those that are named nowhere. */
const PANELS = [
  ['Source', ['id', 'source', 'realtime', 'loop', 'user', 'password', 'tls', 'tls-fingerprint']],
  ['Detection', ['model', 'labels', 'threshold', 'detect-fps']],
  ['Lines and zones', ['track', 'lines', 'zones']],
  ['Running', ['delivery', 'max-age', 'enabled', 'sinks']],
];

function build(known, id, admin) {
  if (known.file) {
    return el('p', { class: 'alert', data: { severity: 1 } },
      `${id} is set in ${known.file}: change it there, then reload the configuration.`);
  }
  const fields = new Map(known.fields.map((field) => [field.key, input(field, options(field, known.defaults), standard(field, known.defaults), id && link('scene', id))]));
  known.fields.forEach((field) => fields.get(field.key).set(initial(field, known.settings)));
  const read = () => Object.fromEntries([...fields].map(([key, field]) => [key, field.get()]));
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
    const gaps = missing(known.fields, after);
    if (gaps.length > 0) {
      tell(summary, known.fields, fields, gaps);
      return;
    }
    save.disabled = true;
    try {
      const settings = changed(known.fields, before, after, id ? known.settings : {});
      const stream = id ? await api.change(id, settings) : await api.create(settings);
      await store.refresh();
      say(id ? `${stream.id} is saved.` : `${stream.id} is added.`);
      go('stream', stream.id);
    } catch (problem) {
      tell(summary, known.fields, fields, located(problem, [...fields.keys()]));
    } finally {
      save.disabled = false;
    }
  }

  const named = PANELS.flatMap(([, keys]) => keys);
  const others = known.fields.filter(({ key, group }) => !group && !named.includes(key)).map(({ key }) => key);
  const groups = [...new Set(known.fields.map(({ group }) => group).filter(Boolean))];
  const notes = Object.fromEntries(['source', 'labels'].map((key) => [key, note(key)]));
  const place = (keys) => keys.filter((key) => fields.has(key)).flatMap((key) => [fields.get(key).element, notes[key] ?? []].flat());
  const panels = PANELS.map(([name, keys], i) => el('section', { class: 'panel' }, el('h2', {}, name), i === 0
    ? [...place(keys), admin ? probe(fields).element : el('p', { class: 'hint' }, 'To change this panel, or the sinks, needs a token with the right admin.')]
    : el('div', { class: 'pairs' }, place(i === PANELS.length - 1 ? [...keys, ...others] : keys))));
  const advise = () => {
    const { source, model } = read();
    advised(notes.source, advice.ofSource(source.trim(), known.roots));
    advised(notes.labels, advice.ofLabels(model || known.defaults.model, known.models));
  };
  advise();
  return el('form', { class: 'form', novalidate: true, 'aria-label': id ? `Edit ${id}` : 'Add stream', on: { submit, input: advise } },
    summary,
    panels,
    groups.map((group) => el('section', { class: 'panel', 'aria-label': titleOf(group) }, el('h2', {}, titleOf(group)),
      el('div', { class: 'pairs' }, place(known.fields.filter((field) => field.group === group).map(({ key }) => key))))),
    el('div', { class: 'row end' }, el('a', { class: 'button', href: id ? link('stream', id) : link('wall') }, 'Cancel'), save));
}

/** A place below a field for what is to be known of what stands in it. */
function note(key) {
  return el('p', { class: 'hint', role: 'status', data: { advice: key } });
}

function advised(element, text) {
  setText(element, text);
  setShown(element, text !== '');
}

/** Says each problem at its field, all of them on top, and goes to the first. */
function tell(summary, described, fields, problems) {
  fields.forEach((field, key) => field.problem(
    problems.filter((each) => each.key === key).map((each) => each.text).join(' ')));
  const lines = problems.map(({ key, text }) => {
    const label = described.find((field) => field.key === key)?.label;
    const line = el('li', {}, label && !text.startsWith(label) ? `${label}: ${text}` : text);
    fields.get(key)?.control.addEventListener('input', () => {
      line.remove();
      setShown(summary, summary.querySelector('li') !== null);
    }, { once: true });
    return line;
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
