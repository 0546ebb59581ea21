// A timeline that is drawn: what is recorded, events, and the moment that is shown. Zoomed, moved and clicked.

import { el, setAttribute, setShown, setText } from './dom.js';
import { plural } from './format.js';
import { bounded, marks, moment, moved, place, recordedAt, tickStep, zoomed } from './timescale.js';
import * as zone from './zone.js';

const HEIGHT = 124;
const LABELS = { times: 15, days: 32 };
const EVENTS = { top: 42, height: 14 };
const BAR = { top: 64, height: 46 };
const MARKS_APART = 2;
const DRAGGED = 4;
const WHEEL = 0.0016;
const BUTTON = 1.6;

/** What keys do to what is seen or shown. */
const KEYS = {
  ArrowLeft: { seek: -0.01 }, ArrowRight: { seek: 0.01 }, PageUp: { move: -0.9 }, PageDown: { move: 0.9 },
  '+': { zoom: 1 / BUTTON }, '=': { zoom: 1 / BUTTON }, '-': { zoom: BUTTON },
};

/**
 * A timeline. Handlers: `seek(ms)`, `moved(view)` after each change of what is seen, `hovered(ms, tip,
 * recorded)` with null where nothing is pointed at, the element beside it, and whether something is recorded then. Begins with that view, in that zone.
 */
export function timeline(label, view, where, handlers) {
  const canvas = el('canvas', {
    class: 'timeline', tabindex: '0', role: 'slider', 'aria-label': label,
    on: { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, pointerleave: leave, keydown: key },
  });
  canvas.addEventListener('wheel', wheel, { passive: false });
  const tipWords = el('span');
  const tip = el('div', { class: 'timeline-tip', 'aria-hidden': 'true' }, tipWords);
  setShown(tip, false);
  const element = el('div', { class: 'timeline-box' }, canvas, tip);
  const pen = canvas.getContext('2d');

  let data = { spans: [], withMotion: [], ofEvents: [], locked: [], events: [], oldest: Date.now(), known: null };
  let cursor = null;
  let width = 0;
  let frame = 0;
  const pointers = new Map();
  let dragged = false;
  let pinch = 0;

  const sizes = new ResizeObserver(redraw);
  sizes.observe(canvas);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);

  function redraw() {
    if (frame === 0) {
      frame = requestAnimationFrame(draw);
    }
  }

  function setView(next, tell = true) {
    view = bounded(next, data.oldest, Date.now());
    redraw();
    if (tell) {
      handlers.moved(view);
    }
  }

  function zoom(factor, around) {
    const inside = around >= view.from && around <= view.to;
    setView(zoomed(view, factor, inside ? around : (view.from + view.to) / 2));
  }

  function wheel(event) {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      setView(moved(view, ((event.deltaX || event.deltaY) * unit) / Math.max(1, width)));
    } else {
      zoom(Math.exp(event.deltaY * unit * WHEEL), moment(event.offsetX, view, width));
    }
  }

  function down(event) {
    if (event.button > 0) {
      return;
    }
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.offsetX, begin: event.offsetX });
    dragged = pointers.size > 1;
    pinch = spread();
  }

  function spread() {
    const places = [...pointers.values()].map((each) => each.x);
    return places.length === 2 ? Math.max(20, Math.abs(places[0] - places[1])) : 0;
  }

  function move(event) {
    const held = pointers.get(event.pointerId);
    if (!held) {
      hover(event);
      return;
    }
    const by = event.offsetX - held.x;
    held.x = event.offsetX;
    if (pointers.size === 2) {
      const now = spread();
      const middle = [...pointers.values()].reduce((sum, each) => sum + each.x, 0) / 2;
      zoom(pinch / now, moment(middle, view, width));
      pinch = now;
      return;
    }
    dragged ||= Math.abs(held.x - held.begin) > DRAGGED;
    if (dragged) {
      canvas.dataset.dragged = '';
      tellHover(null);
      setView(moved(view, -by / Math.max(1, width)));
    }
  }

  function up(event) {
    if (!pointers.delete(event.pointerId)) {
      return;
    }
    delete canvas.dataset.dragged;
    if (!dragged && event.type === 'pointerup') {
      const mark = event.offsetY < BAR.top ? markAt(event.offsetX) : null;
      handlers.seek(mark ? mark.events[0].from : Math.min(Date.now(), moment(event.offsetX, view, width)));
    }
  }

  function leave() {
    tellHover(null);
  }

  function hover(event) {
    if (event.pointerType !== 'touch') {
      tellHover(event.offsetX);
    }
  }

  function tellHover(x) {
    setShown(tip, x !== null);
    if (x === null) {
      handlers.hovered?.(null, tip, false);
      return;
    }
    const at = moment(x, view, width);
    const mark = markAt(x);
    setText(tipWords, mark ? `${zone.clock(at, where)} · ${words(mark)}` : zone.clock(at, where));
    tip.style.left = `${Math.min(Math.max(x, tip.offsetWidth / 2), width - tip.offsetWidth / 2)}px`;
    const span = recordedAt(data.spans, at);
    handlers.hovered?.(at, tip, span !== null && span.from <= at);
  }

  function markAt(x) {
    return marks(data.events, view, width, MARKS_APART)
      .find((mark) => x >= mark.x - MARKS_APART && x <= mark.x + mark.width + MARKS_APART) ?? null;
  }

  function key(event) {
    const does = event.ctrlKey || event.altKey || event.metaKey ? null : KEYS[event.key];
    if (!does) {
      return;
    }
    event.preventDefault();
    const shown = cursor ?? (view.from + view.to) / 2;
    if (does.seek) {
      const part = event.shiftKey ? does.seek * 10 : does.seek;
      const to = Math.min(Date.now(), shown + part * (view.to - view.from));
      handlers.seek(to);
      reveal(to);
    } else if (does.move) {
      setView(moved(view, does.move));
    } else {
      zoom(does.zoom, shown);
    }
  }

  /** Moves what is seen where a moment lies outside. */
  function reveal(ms) {
    const length = view.to - view.from;
    if (ms < view.from || ms > view.to) {
      setView({ from: ms - 0.2 * length, to: ms + 0.8 * length });
    }
  }

  function draw() {
    frame = 0;
    const scale = devicePixelRatio || 1;
    width = canvas.clientWidth;
    if (width === 0) {
      return;
    }
    if (canvas.width !== Math.round(width * scale) || canvas.height !== HEIGHT * scale) {
      canvas.width = Math.round(width * scale);
      canvas.height = HEIGHT * scale;
    }
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, HEIGHT);
    const style = getComputedStyle(canvas);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    pen.font = `12px ${style.fontFamily}`;
    drawAxis(colour);
    drawBar(colour);
    drawEvents(colour);
    drawCursor(colour);
    describe();
  }

  function drawAxis(colour) {
    const step = tickStep(view, width, 92);
    let dayEnd = -Infinity;
    const all = zone.ticks(view.from, view.to, step, where);
    pen.textAlign = 'left';
    for (const { at, begins } of all) {
      const x = Math.round(place(at, view, width)) + 0.5;
      pen.strokeStyle = colour('line');
      line(x, 0, begins ? HEIGHT : BAR.top + BAR.height);
      pen.fillStyle = colour('ink-2');
      if (step < 1440) {
        pen.fillText(zone.clock(at, where, false), x + 4, LABELS.times);
      }
    }
    pen.fillStyle = colour('ink');
    const days = step >= 1440 ? all : zone.ticks(view.from, view.to, 1440, where);
    const first = days[0] ? place(days[0].at, view, width) : width;
    if (first > 96) {
      pen.fillText(zone.day(view.from, where), 4, LABELS.days);
      dayEnd = 90;
    }
    for (const { at } of days) {
      const x = place(at, view, width) + 4;
      if (x > dayEnd) {
        pen.fillText(zone.day(at, where), x, LABELS.days);
        dayEnd = x + 86;
      }
    }
  }

  function drawBar(colour) {
    const now = Math.min(width, place(Date.now(), view, width));
    pen.fillStyle = colour('surface-2');
    pen.fillRect(0, BAR.top, Math.max(0, now), BAR.height);
    pen.fillRect(0, EVENTS.top, Math.max(0, now), EVENTS.height);
    fill(data.spans, colour('timeline-recorded'), 1);
    fill(data.withMotion, colour('timeline-motion'), 0.8);
    fill(data.ofEvents, colour('timeline-event'), 0.62);
    fill(data.locked, colour('timeline-locked'), 0.3);
    if (data.known) {
      shade(place(view.from, view, width), place(data.known.from, view, width), colour('line'));
      shade(place(data.known.to, view, width), now, colour('line'));
    }
  }

  /** What of a line isn't known yet. */
  function shade(from, to, colour) {
    if (to - from > 1) {
      pen.save();
      pen.globalAlpha = 0.5;
      pen.fillStyle = colour;
      pen.fillRect(from, BAR.top, to - from, BAR.height);
      pen.restore();
    }
  }

  function fill(spans, colour, part) {
    pen.fillStyle = colour;
    for (const span of spans) {
      if (span.to >= view.from && span.from <= view.to) {
        const from = Math.max(0, place(span.from, view, width));
        const to = Math.min(width, place(span.to, view, width));
        pen.fillRect(from, BAR.top + BAR.height * (1 - part), Math.max(1, to - from), BAR.height * part);
      }
    }
  }

  function drawEvents(colour) {
    for (const mark of marks(data.events, view, width, MARKS_APART)) {
      const locked = mark.events.some((each) => each.locked);
      pen.fillStyle = colour(locked ? 'timeline-locked' : 'timeline-event');
      pen.fillRect(mark.x, EVENTS.top + 2, Math.max(3, mark.width), EVENTS.height - 4);
    }
  }

  function drawCursor(colour) {
    const now = Math.round(place(Date.now(), view, width)) + 0.5;
    pen.strokeStyle = colour('control');
    pen.setLineDash([3, 3]);
    line(now, EVENTS.top - 4, HEIGHT);
    pen.setLineDash([]);
    if (cursor !== null) {
      const x = place(cursor, view, width);
      pen.fillStyle = colour('bad');
      pen.fillRect(x - 1, EVENTS.top - 6, 2, HEIGHT - EVENTS.top + 4);
      pen.beginPath();
      pen.moveTo(x - 6, EVENTS.top - 8);
      pen.lineTo(x + 6, EVENTS.top - 8);
      pen.lineTo(x, EVENTS.top + 1);
      pen.fill();
    }
  }

  function line(x, from, to) {
    pen.beginPath();
    pen.moveTo(x, from);
    pen.lineTo(x, to);
    pen.stroke();
  }

  /** What a slider says of itself: its moment, and whether that is recorded. */
  function describe() {
    const at = cursor ?? view.from;
    const span = recordedAt(data.spans, at);
    const here = span !== null && span.from <= at;
    setAttribute(canvas, 'aria-valuemin', Math.round(Math.min(view.from, at) / 1000));
    setAttribute(canvas, 'aria-valuemax', Math.round(Math.max(view.to, at) / 1000));
    setAttribute(canvas, 'aria-valuenow', Math.round(at / 1000));
    setAttribute(canvas, 'aria-valuetext', `${zone.date(at, where)}, ${here ? 'recorded' : 'not recorded'}`);
  }

  redraw();
  return {
    element, canvas, redraw, reveal,
    get view() {
      return view;
    },
    get width() {
      return width || canvas.clientWidth || 1000;
    },
    setView,
    zoom: (factor) => zoom(factor, cursor ?? (view.from + view.to) / 2),
    /** Shows spans and events; `known`: the time that they are of. */
    show(next) {
      data = { ...data, ...next };
      Object.assign(canvas.dataset, { spans: data.spans.length, events: data.events.length });
      redraw();
    },
    setCursor(ms) {
      cursor = ms;
      redraw();
    },
    setZone(next) {
      where = next;
      redraw();
    },
    close() {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      dark.removeEventListener('change', redraw);
    },
  };
}

/** What a mark stands for. */
function words({ events }) {
  const [first] = events;
  return events.length === 1
    ? `${first.label} ${Math.round(first.score * 100)} %${first.locked ? ', locked' : ''}`
    : plural(events.length, 'event', 'events');
}

/** How much one press of a button zooms. */
export const ZOOM = BUTTON;
