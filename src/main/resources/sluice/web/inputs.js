// Fields of a form with label, hint and a place for what is wrong.

import { el, setText, uniqueId } from './dom.js';
import { summaryOf } from './fields.js';

/**
 * A field, with what can be chosen and what counts while it is empty: `element`, `get()`, `set(value)`, `problem(text)`,
 * `focus()`. editor: where lines and polygons are drawn, null where there is no such place yet.
 */
export function input(field, options, standard = '', editor = null) {
  const make = { choice, several, flag, drawn }[field.kind] ?? text;
  const id = uniqueId(field.key);
  const hint = el('p', { class: 'hint', id: `${id}-hint` }, field.hint ?? '');
  const problem = el('p', { class: 'field-problem', id: `${id}-problem`, data: { problem: field.key } });
  problem.hidden = true;
  const made = make(field, id, field.kind === 'drawn' ? editor : options, standard);
  const described = () => [field.hint ? hint.id : '', problem.hidden ? '' : problem.id].filter(Boolean).join(' ');

  function say(message) {
    setText(problem, message);
    problem.hidden = !message;
    made.control.setAttribute('aria-describedby', described());
    if (message) {
      made.control.setAttribute('aria-invalid', 'true');
    } else {
      made.control.removeAttribute('aria-invalid');
    }
  }

  say('');
  made.control.addEventListener('input', () => say(''));
  return {
    element: el('div', { class: `field ${field.kind}` }, made.parts, field.hint ? hint : null, problem),
    get: made.get,
    set: made.set,
    problem: say,
    focus: () => (made.control.matches('fieldset') ? made.control.querySelector('input, a') : made.control)?.focus(),
    lock: () => { made.control.readOnly = true; },
    control: made.control,
  };
}

function label(field, id) {
  return el('label', { for: id }, field.label);
}

function text(field, id, options, standard) {
  const control = el('input', {
    id, type: field.secret ? 'password' : 'text', inputmode: field.kind === 'number' ? 'decimal' : null, autocomplete: field.secret ? 'new-password' : 'off', autocapitalize: 'off', spellcheck: 'false',
    'aria-required': field.required ? 'true' : null, placeholder: standard === '' ? null : `Default: ${standard}`,
  });
  return { control, parts: [label(field, id), control], get: () => control.value, set: (value) => { control.value = value; } };
}

function choice(field, id, options) {
  const control = el('select', { id }, options.map(([value, words]) => el('option', { value }, words)));
  const set = (value) => {
    if (![...control.options].some((option) => option.value === value)) {
      control.append(el('option', { value }, value));
    }
    control.value = value;
  };
  return { control, parts: [label(field, id), control], get: () => control.value, set };
}

function flag(field, id) {
  const control = el('input', { id, type: 'checkbox' });
  return {
    control,
    parts: [el('div', { class: 'check' }, control, label(field, id))],
    get: () => control.checked,
    set: (value) => { control.checked = value; },
  };
}

function several(field, id, options) {
  const boxes = options.map((name) => el('input', { id: `${id}-${name}`, type: 'checkbox', value: name }));
  const control = el('fieldset', { id, 'aria-label': field.label },
    el('legend', {}, field.label),
    options.length === 0 ? el('p', { class: 'sub' }, 'The configuration has none.') : null,
    boxes.map((box) => el('div', { class: 'check' }, box, el('label', { for: box.id }, box.value))));
  return {
    control,
    parts: [control],
    get: () => boxes.filter((box) => box.checked).map((box) => box.value),
    set: (values) => boxes.forEach((box) => { box.checked = values.includes(box.value); }),
  };
}

/** What is drawn on the picture elsewhere: told in short, with the way there. */
function drawn(field, id, editor) {
  const words = el('p', { id: `${id}-summary` });
  const control = el('fieldset', { id, 'aria-label': field.label },
    el('legend', {}, field.label), words,
    editor ? el('a', { href: editor }, `Draw ${field.label.toLowerCase()} on the picture`)
      : el('p', { class: 'sub' }, 'Drawn on the picture once the stream is there.'));
  let value = [];
  return {
    control,
    parts: [control],
    get: () => value,
    set: (given) => {
      value = given;
      setText(words, summaryOf(given));
    },
  };
}
