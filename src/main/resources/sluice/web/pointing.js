// Mouse, pen and touch on the picture: what they do becomes changes of shapes.

import { moved, rounded, withPoint } from './shapes.js';

/** Presses that are nearer to each other than this are one place, in pixels: by mouse, and by finger. */
const NEAR = 10;
const NEAR_TOUCH = 22;

/**
 * Listens on an SVG. editor: `mode()` (select, or the kind of a shape), `find(key)` gives a shape, `select(key or null)`,
 * `room(points)` whether another point may be drawn, `drag(key, points)` shows points while they are dragged, `drop()` keeps them, `draft(points, to)` shows what is being drawn,
 * `finish(points)` makes it a shape. Gives `points()`, those drawn so far, `close()` and `cancel()`, for the keyboard.
 */
export function pointing(root, editor) {
  let dragged = null;
  let points = [];
  let pressed = null;

  const place = (event) => {
    const box = root.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const near = (a, b, event) => {
    const box = root.getBoundingClientRect();
    const reach = event.pointerType === 'touch' ? NEAR_TOUCH : NEAR;
    return Math.hypot((a[0] - b[0]) * box.width, (a[1] - b[1]) * box.height) <= reach;
  };
  const cancel = () => {
    points = [];
    pressed = null;
    if (dragged) {
      editor.drag(dragged.key, dragged.points);
      dragged = null;
    }
    editor.draft(points, null);
  };
  const close = () => {
    const drawn = points;
    if (drawn.length >= (editor.mode() === 'line' ? 2 : 3)) {
      cancel();
      editor.finish(drawn);
    }
  };

  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !event.isPrimary) {
      return;
    }
    root.setPointerCapture(event.pointerId);
    const at = place(event);
    if (editor.mode() !== 'select') {
      event.preventDefault();
      pressed = at;
      return;
    }
    const target = event.target.closest('[data-body], [data-of]');
    const key = target?.dataset.body ?? target?.dataset.of ?? null;
    editor.select(key);
    if (key) {
      dragged = { key, point: target.dataset.point, points: editor.find(key).points, at, moves: false };
      target.focus({ preventScroll: true });
      event.preventDefault();
    }
  });

  root.addEventListener('pointermove', (event) => {
    const at = place(event);
    if (dragged) {
      dragged.moves ||= !near(at, dragged.at, { pointerType: 'mouse' }) || dragged.point !== undefined;
      if (dragged.moves) {
        editor.drag(dragged.key, dragged.point === undefined
          ? moved(dragged.points, [at[0] - dragged.at[0], at[1] - dragged.at[1]])
          : withPoint(dragged.points, Number(dragged.point), at));
      }
    } else if (editor.mode() === 'line' && points.length === 0 && pressed && !near(at, pressed, event)) {
      editor.draft([rounded(pressed)], rounded(at));
    } else if (points.length > 0) {
      editor.draft(points, rounded(at));
    }
  });

  root.addEventListener('pointerup', (event) => {
    if (dragged) {
      dragged = null;
      editor.drop();
      return;
    }
    if (!pressed) {
      return;
    }
    const at = rounded(place(event));
    const from = rounded(pressed);
    pressed = null;
    if (editor.mode() === 'line' && points.length === 0 && !near(at, from, event)) {
      points = [from, at];
      close();
    } else if (points.length >= 3 && near(at, points[0], event)) {
      close();
    } else if (points.length === 0 || !near(at, points.at(-1), event)) {
      if (editor.room(points)) {
        points = [...points, at];
      }
      if (editor.mode() === 'line' && points.length === 2) {
        close();
      } else {
        editor.draft(points, null);
      }
    }
  });

  root.addEventListener('pointercancel', cancel);
  root.addEventListener('dblclick', () => {
    if (editor.mode() !== 'select' && editor.mode() !== 'line') {
      close();
    }
  });
  return { points: () => points, close, cancel };
}
