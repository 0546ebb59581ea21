// Draws over a video where the objects of recorded events are.

import * as api from './api.js';
import { el } from './dom.js';
import { boxAt } from './paths.js';

const BEFORE_MS = 1_000;
const AFTER_MS = 60_000;
const MOST_EVENTS = 100;
const MOST_PATHS = 100;
const AT_ONCE = 3;

/** A canvas over the video of a stream: `element`, `draw(ms)`, `setOn(on)`, `close()`. */
export function boxes(stream, video) {
  const element = el('canvas', { class: 'boxes', 'aria-hidden': 'true' });
  const pen = element.getContext('2d');
  const paths = new Map();
  const asking = new Set();
  let on = true;
  let events = [];
  let known = { from: 0, to: 0 };
  let request = null;
  let last = 0;

  function draw(ms) {
    last = ms;
    const [width, height] = [element.clientWidth, element.clientHeight];
    const scale = devicePixelRatio || 1;
    if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
      element.width = Math.round(width * scale);
      element.height = Math.round(height * scale);
    }
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    delete element.dataset.boxes;
    if (!on || !video.videoWidth) {
      return;
    }
    look(ms);
    const part = Math.min(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * part, video.videoHeight * part];
    const [left, top] = [(width - w) / 2, (height - h) / 2];
    const colour = getComputedStyle(element).getPropertyValue('--box').trim();
    let drawn = 0;
    for (const event of events) {
      const box = boxAt(paths.get(event.id) ?? [], ms);
      if (box !== null) {
        drawn += 1;
        drawBox(left + box.xMin * w, top + box.yMin * h, (box.xMax - box.xMin) * w, (box.yMax - box.yMin) * h,
          `${event.label} ${Math.round(box.score * 100)} %`, colour);
      }
    }
    element.dataset.boxes = drawn;
  }

  function drawBox(x, y, w, h, text, colour) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.strokeRect(x, y, w, h);
    pen.font = '600 13px system-ui, sans-serif';
    const wide = pen.measureText(text).width + 10;
    const above = y >= 20 ? y - 20 : y;
    pen.fillStyle = colour;
    pen.fillRect(x - 1, above, wide, 20);
    pen.fillStyle = '#06223d';
    pen.fillText(text, x + 4, above + 14);
  }

  /** Asks for what may be seen soon, where that isn't known. */
  async function look(ms) {
    events.filter((each) => each.from - BEFORE_MS <= ms && each.to + AFTER_MS / 4 >= ms).forEach(path);
    if (request !== null || (ms >= known.from && ms < known.to)) {
      return;
    }
    request = new AbortController();
    const wanted = { from: ms - BEFORE_MS, to: ms + AFTER_MS };
    try {
      const found = await api.eventsOf(stream, wanted.from, wanted.to, MOST_EVENTS, '', request.signal);
      events = found.map((each) => ({
        id: each.id, label: each.label, open: each.open, from: Date.parse(each.started_at), to: Date.parse(each.ended_at),
      }));
      const sure = Date.now() - BEFORE_MS * 5; // of what comes later, events may still begin
      known = { from: wanted.from, to: Math.max(ms + BEFORE_MS * 2, Math.min(wanted.to - AFTER_MS / 3, sure)) };
      draw(last);
    } catch {
      known = { from: ms, to: ms + BEFORE_MS * 5 }; // boxes are left out; the player says what is wrong
    } finally {
      request = null;
    }
  }

  async function path(event) {
    if (paths.has(event.id) || asking.has(event.id) || asking.size >= AT_ONCE) {
      return;
    }
    asking.add(event.id);
    try {
      const found = await api.recordedEvent(event.id);
      paths.set(event.id, found.parts.flatMap((part) => part.path).map((each) => ({
        at: Date.parse(each.at), xMin: each.x_min, xMax: each.x_max, yMin: each.y_min, yMax: each.y_max, score: each.score,
      })));
      if (event.open) {
        setTimeout(() => paths.delete(event.id), BEFORE_MS * 5); // it goes on
      }
      if (paths.size > MOST_PATHS) {
        paths.delete(paths.keys().next().value);
      }
      draw(last);
    } catch {
      paths.set(event.id, []); // deleted meanwhile
    } finally {
      asking.delete(event.id);
    }
  }

  return {
    element,
    draw,
    setOn(value) {
      on = value;
      draw(last);
    },
    close: () => request?.abort(),
  };
}
