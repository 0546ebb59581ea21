// Lines and polygons over a picture, in an SVG whose units are pixels of the screen.

import { svg } from './dom.js';
import { arrow, onScreen, titleOf } from './shapes.js';

const HANDLE = 6;
const TOUCH = 15;
const ARROW = 34;

/**
 * Draws shapes into the SVG `root`, and what is being drawn besides. selected: key of a shape, or null; draft:
 * `{kind, points, to}` or null, with to where the pointer is. Elements stay as long as shapes have as many points as before, so
 * that focus is not lost. Each has data: body (key) for a shape as a whole, point (index) and of (key) for one of its points.
 */
export function draw(root, { shapes, selected, draft, size }) {
  root.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  const outline = shapes.map(({ key, kind, points }) => `${key} ${kind} ${points.length}`).join(';');
  const groups = root.querySelector('[data-shapes]');
  if (groups.dataset.shapes !== outline) {
    const focused = document.activeElement?.dataset ?? {};
    groups.replaceChildren(...shapes.map(build));
    groups.dataset.shapes = outline;
    focusOn(root, focused.body ?? focused.of, focused.point);
  }
  shapes.forEach((one, i) => place(groups.children[i], one, shapes, selected, size));
  sketch(root.querySelector('[data-draft]'), draft, size);
}

/** Puts the focus on a shape, or on one of its points; on the shape where that point is gone. */
export function focusOn(root, key, point) {
  const find = (selector) => root.querySelector(selector)?.focus({ preventScroll: true });
  if (key && point !== undefined && root.querySelector(`[data-of="${key}"][data-point="${point}"]`)) {
    find(`[data-of="${key}"][data-point="${point}"]`);
  } else if (key) {
    find(`[data-body="${key}"]`);
  }
}

function build({ key, kind, points }) {
  return svg('g', { class: `shape ${kind}` },
    svg('path', { class: 'body', tabindex: '0', role: 'button', data: { body: key } }),
    svg('path', { class: 'edge' }),
    kind === 'line' ? svg('path', { class: 'arrow' }) : null,
    svg('text', { class: 'name', 'aria-hidden': 'true' }),
    kind === 'line' ? svg('text', { class: 'side', 'aria-hidden': 'true' }) : null,
    points.map((_, i) => svg('g', { class: 'point', tabindex: '0', role: 'button', data: { of: key, point: String(i) } },
      svg('circle', { class: 'touch', r: TOUCH }), svg('circle', { class: 'handle', r: HANDLE }))));
}

function place(group, one, shapes, selected, size) {
  const points = onScreen(one.points, size);
  const title = titleOf(one, shapes);
  const path = pathOf(points, one.kind !== 'line');
  group.classList.toggle('selected', one.key === selected);
  const [body, edge] = group.children;
  body.setAttribute('d', path);
  body.setAttribute('aria-label', title);
  body.setAttribute('aria-pressed', String(one.key === selected));
  edge.setAttribute('d', path);
  const top = points.reduce((best, point) => (point[1] < best[1] ? point : best));
  put(group.querySelector('.name'), title, one.kind === 'line' ? points[0] : top, size);
  if (one.kind === 'line') {
    const [from, to] = arrow(points, ARROW);
    group.querySelector('.arrow').setAttribute('d', arrowPath(from, to));
    const aside = (to[0] - from[0]) / ARROW;
    const anchor = Math.abs(aside) < 0.5 ? 'middle' : aside < 0 ? 'end' : 'start';
    const beside = arrow(points, ARROW + (anchor === 'middle' ? 14 : 0))[1];
    put(group.querySelector('.side'), one.settings['in-name'] || 'in', beside, size, anchor, 5);
  }
  [...group.querySelectorAll('.point')].forEach((element, i) => {
    element.setAttribute('transform', `translate(${points[i][0]} ${points[i][1]})`);
    element.setAttribute('aria-label', `${title}, point ${i + 1} of ${points.length}: ${wordsOf(one.points[i])}`);
  });
}

/** Where a point is, in words. */
export function wordsOf([x, y]) {
  const percent = (part) => `${Math.round(part * 1000) / 10} %`;
  return `${percent(x)} across, ${percent(y)} down`;
}

/** Text beside a point, within the picture. */
function put(element, text, [x, y], { width, height }, anchor = x > width / 2 ? 'end' : 'start', down = -9) {
  element.textContent = text;
  const shift = { end: -9, start: 9, middle: 0 }[anchor];
  element.setAttribute('text-anchor', anchor);
  element.setAttribute('x', Math.min(width - 4, Math.max(4, x + shift)));
  element.setAttribute('y', Math.min(height - 6, Math.max(15, y + down)));
}

function pathOf(points, closed) {
  return `M${points.map(([x, y]) => `${x} ${y}`).join('L')}${closed ? 'Z' : ''}`;
}

function arrowPath([x1, y1], [x2, y2]) {
  const [ux, uy] = [(x2 - x1) / ARROW, (y2 - y1) / ARROW];
  const wing = (side) => `L${x2} ${y2}L${x2 - 9 * ux + side * 6 * uy} ${y2 - 9 * uy - side * 6 * ux}`;
  return `M${x1} ${y1}${wing(1)}${wing(-1)}`;
}

function sketch(group, draft, size) {
  if (!draft || draft.points.length === 0) {
    group.replaceChildren();
    return;
  }
  const points = onScreen(draft.to ? [...draft.points, draft.to] : draft.points, size);
  group.replaceChildren(
    svg('path', { class: 'edge', d: pathOf(points, false) }),
    ...points.slice(0, draft.points.length).map(([x, y], i) => svg('circle', { class: i === 0 ? 'handle first' : 'handle', r: i === 0 ? HANDLE + 2 : HANDLE, cx: x, cy: y })));
}
