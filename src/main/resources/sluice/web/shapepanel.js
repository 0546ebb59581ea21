// The list of shapes, and the settings of the one that is chosen.

import { el, setShown, setText, uniqueId } from './dom.js';
import { fieldsOf, initial, value } from './fields.js';
import { input } from './inputs.js';
import { wordsOf } from './drawing.js';
import { DRAWN, hasRoom, isMask, nameProblem, pointsProblem, titleOf } from './shapes.js';

/**
 * Builds it: `element`, `update(shapes, selected, problems)`. schemas: those of a line and a zone; does: `select(key)`,
 * `change(key, {name, settings}, what)`, `turn(key)`, `grow(key)`, `remove(key)`.
 */
export function shapePanel(schemas, does) {
  const list = el('ul', { class: 'shapes', 'aria-label': 'Lines, zones and masks' });
  const none = el('p', { class: 'sub' }, 'Nothing is drawn yet.');
  const place = el('div');
  let shown = '';
  let form = null;

  function update(shapes, selected, problems) {
    setShown(none, shapes.length === 0);
    keepFocus(list, () => list.replaceChildren(...shapes.map((one) => row(one, shapes, one.key === selected, problems, does))));
    const chosen = shapes.find(({ key }) => key === selected) ?? null;
    if ((chosen?.key ?? '') !== shown) {
      shown = chosen?.key ?? '';
      form = chosen && settings(chosen, schemas[chosen.kind], does);
      place.replaceChildren(...(form ? [form.element] : []));
    }
    form?.update(chosen, shapes, problems.filter(({ key }) => key === chosen.key));
  }

  return {
    element: el('div', { class: 'shape-side' },
      el('section', { class: 'panel' }, el('h2', {}, 'Shapes'), none, list), place),
    update,
  };
}

function keepFocus(list, work) {
  const key = list.contains(document.activeElement) ? document.activeElement.dataset.choose : null;
  work();
  if (key) {
    list.querySelector(`[data-choose="${key}"]`)?.focus({ preventScroll: true });
  }
}

function row(one, shapes, chosen, problems, does) {
  const wrong = [nameProblem(one, shapes), pointsProblem(one), ...problems.filter(({ key }) => key === one.key).map(({ text }) => text)].filter(Boolean);
  return el('li', {},
    el('button', {
      type: 'button', class: 'choose', 'aria-pressed': String(chosen), data: { choose: one.key, kind: one.kind }, on: { click: () => does.select(one.key) },
    }, el('span', { class: 'swatch', 'aria-hidden': 'true' }), titleOf(one, shapes)),
    el('p', { class: 'unseen' }, one.points.map((point, i) => `Point ${i + 1}: ${wordsOf(point)}.`).join(' ')),
    wrong.map((text) => el('p', { class: 'field-problem' }, text)));
}

/** The settings of a shape, which stay while it is chosen. */
function settings(chosen, schema, does) {
  const { key, kind } = chosen;
  const described = schema ? fieldsOf(schema, {}).filter((field) => !DRAWN.includes(field.key)) : [];
  const name = input({ key: 'name', label: 'Name', kind: 'text', hint: 'Letters, digits, underscores and hyphens.' }, []);
  const fields = described.map((field) => {
    const made = input(field, field.options.map(([each]) => each), field.standard ?? '');
    made.element.addEventListener('change', () => does.change(key, { setting: [field.key, value(field, made.get()) ?? field.standard ?? null] }));
    return [field, made];
  });
  name.element.addEventListener('change', () => does.change(key, { name: name.get().trim() }));
  const turn = el('button', { type: 'button', class: 'button', on: { click: () => does.turn(key) } }, 'Turn round');
  const grow = el('button', { type: 'button', class: 'button', on: { click: () => does.grow(key) } }, 'Add a point');
  const remove = el('button', { type: 'button', class: 'button danger-ghost', on: { click: () => does.remove(key) } }, 'Remove');
  const heading = el('h2', { id: uniqueId('shape') });
  const note = el('p', { class: 'hint' }, {
    line: 'in is the side that the arrow points to.',
    zone: 'Objects are in a zone with the point that the stream\'s objects.anchor names: where they stand, or their middle.',
    mask: 'What has its anchor in a mask is neither an object nor a result. What moves there is motion all the same.',
    'motion-mask': 'What moves in a motion mask is no motion, where the stream\'s motion.enabled is on. What is found there counts all the same.',
  }[kind]);
  const element = el('section', { class: 'panel', 'aria-labelledby': heading.id },
    heading, note, isMask(kind) ? null : name.element, fields.map(([, made]) => made.element),
    el('div', { class: 'row' }, kind === 'line' ? turn : grow, remove));

  function update(one, shapes, problems) {
    setText(heading, titleOf(one, shapes));
    grow.disabled = !hasRoom(one.points);
    set(name, one.name);
    name.problem([nameProblem(one, shapes), said(problems, '')].filter(Boolean).join(' '));
    fields.forEach(([field, made]) => {
      set(made, initial(field, one.settings));
      made.problem(said(problems, field.key));
    });
  }

  return { element, update };
}

function said(problems, field) {
  return problems.filter((each) => each.field === field).map(({ text }) => text).join(' ');
}

/** Leaves alone what is being typed. */
function set(field, shown) {
  if (JSON.stringify(field.get()) !== JSON.stringify(shown) && !field.control.matches(':focus')) {
    field.set(shown);
  }
}
