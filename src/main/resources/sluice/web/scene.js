// Lines, zones and masks of a stream, drawn on its picture.

import * as api from './api.js';
import { el, setShown, setText, svg } from './dom.js';
import { draw, focusOn, wordsOf } from './drawing.js';
import { begin, done, redone, undone } from './history.js';
import { hocon } from './hocon.js';
import { guard } from './leaving.js';
import { say } from './notices.js';
import { livePicture } from './picture.js';
import { pointing } from './pointing.js';
import { link } from './router.js';
import { shapePanel } from './shapepanel.js';
import * as shapes from './shapes.js';
import * as store from './store.js';

/** How much of the window's height the picture takes at most, in hundredths. */
const HIGHEST = 78;

/** How far an arrow key moves, as a part of the picture, and how many times that with Shift. */
const STEP = 0.005;
const FAST = 10;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const HINTS = {
  select: 'Drag points and shapes. With the keyboard: Tab to a shape or point, arrow keys to move it (Shift: faster), Insert for one more point, Delete to remove, Ctrl+Z to undo.',
  line: 'Drag from start to end, or click both. Escape cancels.',
};
const POLYGON_HINT = 'Click the corners; close with a click on the first, a double click or Enter. Escape cancels.';

/** What a shape begins as that is added without a pointer. */
const FIRST = { line: [[0.25, 0.5], [0.75, 0.5]], zone: [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]] };

/** Builds the page into main; gives a function that takes it down. */
export function scene(main, { route }) {
  const { id } = route;
  const body = el('div', {}, el('p', { class: 'sub' }, 'One moment'));
  let end = () => {};
  let closed = false;
  main.append(
    el('p', { class: 'crumb' }, el('a', { href: link('stream', id) }, id)),
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, `Lines and zones of ${id}`)),
    body);
  Promise.all([api.oneStream(id), api.streamSchema()])
    .then(([stream, schema]) => {
      if (!closed) {
        end = build(body, stream, schema);
      }
    })
    .catch((problem) => body.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, problem.message)));
  return () => {
    closed = true;
    end();
  };
}

function build(body, stream, schema) {
  const { id } = stream;
  let history = begin(shapes.shapesOf(stream));
  let saved = text(history.now);
  let savedMasks = shapes.settingsOf(history.now).masks;
  let live = null;
  let selected = null;
  let mode = 'select';
  let draft = null;
  let problems = [];

  const picture = livePicture(id, true);
  const root = svg('svg', { class: 'scene-drawing', role: 'group', 'aria-label': `Lines and zones on the picture of ${id}` },
    svg('g', { data: { shapes: '' } }), svg('g', { class: 'draft', data: { draft: '' } }));
  const stage = el('div', { class: 'scene-stage' }, picture.element, root);
  const spoken = el('p', { class: 'unseen', role: 'status' });
  const hint = el('p', { class: 'hint' });
  const alert = el('div', { class: 'alert', role: 'alert', data: { severity: 2 } });
  setShown(alert, false);
  const button = (label, work, more = {}) => el('button', { type: 'button', class: 'button', on: { click: work }, ...more }, label);
  const adders = ['line', 'zone', 'mask', 'motion-mask'].map((kind) => button(`Add ${kind.replace('-', ' ')}`, (event) => add(kind, event.detail === 0), { 'aria-pressed': 'false', data: { add: kind } }));
  const undo = button('Undo', () => travel(undone));
  const redo = button('Redo', () => travel(redone));
  const save = button('Save', submit, { class: 'button primary' });
  const paste = stream.file ? pasted(stream) : null;
  const panel = shapePanel(
    { line: schema.properties.lines.additionalProperties, zone: schema.properties.zones.additionalProperties },
    { select: (key) => { select(key); focusOn(root, key); }, change, turn, grow: (key) => grow(key, find(key).points.length - 1), remove });
  const current = () => live ?? history.now;
  const find = (key) => current().find((each) => each.key === key);

  const pointer = pointing(root, {
    mode: () => mode,
    room: shapes.hasRoom,
    find,
    select,
    drag: (key, points) => { live = replaced(history.now, key, { points }); show(); },
    drop: () => { const next = live; live = null; keep(next ?? history.now); },
    draft: (points, to) => { draft = points.length > 0 ? { points, to } : null; show(); },
    finish: (points) => put(mode, points),
  });

  function show() {
    const all = current();
    const size = { width: stage.clientWidth || 1, height: stage.clientHeight || 1 };
    draw(root, { shapes: all, selected, draft, size });
    panel.update(all, selected, problems);
    root.classList.toggle('adding', mode !== 'select');
    adders.forEach((each) => each.setAttribute('aria-pressed', String(each.dataset.add === mode)));
    undo.disabled = history.past.length === 0;
    redo.disabled = history.future.length === 0;
    setText(hint, HINTS[mode] ?? POLYGON_HINT);
    paste?.update(hocon(id, shapes.settingsOf(all), schema));
  }

  /** Makes a state the newest, if it differs. */
  function keep(next) {
    if (text(next) !== text(history.now)) {
      history = done(history, next);
      problems = [];
      setShown(alert, false);
    }
    show();
  }

  function select(key) {
    selected = key;
    show();
  }

  function add(kind, byKeyboard) {
    pointer.cancel();
    if (byKeyboard) {
      put(kind, FIRST[kind] ?? FIRST.zone);
    } else {
      mode = mode === kind ? 'select' : kind;
      show();
    }
  }

  function put(kind, points) {
    const one = shapes.shape(kind, shapes.isMask(kind) ? '' : shapes.freeName(kind, history.now), points);
    mode = 'select';
    selected = one.key;
    keep([...history.now, one]);
    focusOn(root, one.key);
    tell(`${shapes.titleOf(one, history.now)} is added.`);
  }

  function change(key, { name, setting }) {
    const one = find(key);
    keep(replaced(history.now, key, setting ? { settings: { ...one.settings, [setting[0]]: setting[1] } } : { name }));
  }

  function turn(key) {
    keep(replaced(history.now, key, { points: find(key).points.toReversed() }));
  }

  function grow(key, index) {
    keep(replaced(history.now, key, { points: shapes.grown(find(key), index) }));
  }

  function remove(key, point) {
    const one = find(key);
    const points = point === undefined ? null : shapes.shrunk(one, point);
    const title = shapes.titleOf(one, history.now);
    if (points) {
      keep(replaced(history.now, key, { points }));
      focusOn(root, key);
      tell(`A point of ${title} is removed.`);
    } else {
      selected = null;
      keep(history.now.filter((each) => each.key !== key));
      adders[0].focus();
      tell(`${title} is removed.`);
    }
  }

  function travel(step) {
    pointer.cancel();
    live = null;
    history = step(history);
    selected = find(selected) ? selected : null;
    problems = [];
    show();
  }

  function tell(words) {
    setText(spoken, words);
  }

  function escape() {
    pointer.cancel();
    live = null;
    mode = 'select';
    show();
  }

  function step(target, by) {
    const key = target.dataset.body ?? target.dataset.of;
    const one = find(key);
    const point = target.dataset.point;
    const points = point === undefined ? shapes.moved(one.points, by)
      : shapes.withPoint(one.points, Number(point), [one.points[point][0] + by[0], one.points[point][1] + by[1]]);
    selected = key;
    keep(replaced(history.now, key, { points }));
    tell(wordsOf(points[Number(point ?? 0)]));
  }

  function onKey(event) {
    if (event.key === 'Escape') {
      escape();
    } else if (mode !== 'select' && event.key === 'Enter' && pointer.points().length > 0) {
      event.preventDefault();
      pointer.close();
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !event.target.matches('input')) {
      event.preventDefault();
      travel(event.shiftKey ? redone : undone);
    } else {
      onShapeKey(event);
    }
  }

  function onShapeKey(event) {
    const target = event.target.closest('[data-body], [data-of]');
    if (!target) {
      return;
    }
    const key = target.dataset.body ?? target.dataset.of;
    const point = target.dataset.point === undefined ? undefined : Number(target.dataset.point);
    const far = event.shiftKey ? STEP * FAST : STEP;
    const acts = {
      Delete: () => remove(key, point),
      Insert: () => grow(key, point ?? 0),
      Enter: () => select(key),
      ' ': () => select(key),
    };
    const direction = ARROWS[event.key];
    const act = direction ? () => step(target, direction.map((part) => part * far)) : acts[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  async function submit() {
    const wrong = history.now.find((each) => shapes.nameProblem(each, history.now));
    if (wrong) {
      failed(shapes.nameProblem(wrong, history.now), wrong.key);
      return;
    }
    save.disabled = true;
    const sent = history.now;
    const { lines, zones, masks } = shapes.settingsOf(sent);
    try {
      await api.change(id, { lines, zones, ...await masked(masks) });
      saved = text(sent);
      savedMasks = masks;
      store.refresh();
      say('Lines and zones are saved.');
      setShown(alert, false);
    } catch (problem) {
      problems = shapes.located(problem.problems ?? [], sent);
      const lines = problems.map((each) => {
        const one = sent.find(({ key }) => key === each.key);
        return `${one ? `${shapes.titleOf(one, sent)}: ` : ''}${each.text}`;
      });
      failed(lines.join(' ') || problem.message, problems.find(({ key }) => key)?.key ?? selected);
    } finally {
      save.disabled = false;
    }
  }

  /** The settings whose masks differ, with all that is in them, for the API replaces them as a whole. */
  async function masked(masks) {
    const sections = Object.keys(masks).filter((each) => JSON.stringify(masks[each]) !== JSON.stringify(savedMasks[each]));
    const current = sections.length > 0 ? await api.oneStream(id) : {};
    return Object.fromEntries(sections.map((each) => [each, { ...current[each], masks: masks[each] }]));
  }

  function failed(words, key) {
    alert.replaceChildren(el('strong', {}, 'It can\'t be saved yet. '), words);
    setShown(alert, true);
    select(key);
  }

  body.replaceChildren(alert,
    el('div', { class: 'split scene' },
      el('div', {},
        el('div', { class: 'row scene-tools' }, adders, undo, redo, stream.file ? null : save), stage, hint, spoken),
      panel.element),
    ...(paste ? [paste.element(() => { saved = text(history.now); })] : []));
  document.addEventListener('keydown', onKey);
  const observer = new ResizeObserver(show);
  observer.observe(stage);
  const aspect = new MutationObserver(() => shapeOf(stage, picture.element, stream));
  aspect.observe(picture.element, { attributes: true, attributeFilter: ['width', 'height', 'data-empty'], subtree: true });
  shapeOf(stage, picture.element, stream);
  const update = () => store.find(id) && picture.update(store.find(id));
  const unsubscribe = store.subscribe(update);
  const unguard = guard(() => text(history.now) !== saved);
  update();
  show();
  return () => {
    document.removeEventListener('keydown', onKey);
    observer.disconnect();
    aspect.disconnect();
    unsubscribe();
    unguard();
    picture.close();
  };
}

/** The stage has the picture's own aspect, so that fractions of the one are those of the other. */
function shapeOf(stage, picture, stream) {
  const canvas = picture.querySelector('canvas');
  const known = !('empty' in picture.dataset);
  const [width, height] = known ? [canvas.width, canvas.height] : [stream.status?.width || 16, stream.status?.height || 9];
  stage.style.aspectRatio = `${width} / ${height}`;
  stage.style.width = `min(100%, ${(HIGHEST * width) / height}vh)`;
}

function replaced(all, key, change) {
  return all.map((each) => (each.key === key ? { ...each, ...change } : each));
}

/** What shapes say, for comparing. */
function text(all) {
  return JSON.stringify(all.map(({ kind, name, points, settings }) => [kind, name, points, settings]));
}

/** For streams of the configuration's file: what to write there. */
function pasted(stream) {
  const code = el('pre', { tabindex: '0', role: 'region', 'aria-label': 'HOCON', data: { hocon: '' } });
  return {
    update: (words) => setText(code, words),
    element: (copied) => el('section', { class: 'panel' }, el('h2', {}, 'For the configuration\'s file'),
      el('p', { class: 'sub' }, `${stream.id} is set in ${stream.file}: write this there in place of its lines, zones and masks, then reload the configuration.`),
      code,
      el('div', { class: 'row' }, el('button', { type: 'button', class: 'button primary', on: { click: () => copy(code.textContent, copied) } }, 'Copy'))),
  };
}

async function copy(words, copied) {
  try {
    await navigator.clipboard.writeText(words);
    copied();
    say('Copied.');
  } catch {
    say('The browser does not let the page copy: select the text and copy it.', true);
  }
}
