// Fields of a form with label, hint and a place for what is wrong.

import { el, setText, uniqueId } from './dom.js';

/** A field, with what can be chosen and what counts while it is empty: `element`, `get()`, `set(value)`, `problem(text)`, `focus()`. */
export function input(field, options, standard = '') {
  const make = { choice, several, flag }[field.kind] ?? text;
  const id = uniqueId(field.key);
  const hint = el('p', { class: 'hint', id: `${id}-hint` }, field.hint ?? '');
  const problem = el('p', { class: 'field-problem', id: `${id}-problem`, data: { problem: field.key } });
  problem.hidden = true;
  const made = make(field, id, options, standard);
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
    focus: () => (made.control.matches('fieldset') ? made.control.querySelector('input') : made.control)?.focus(),
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
