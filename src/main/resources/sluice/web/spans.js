// What a timeline shows, asked for as far and as finely as it is seen.

import * as api from './api.js';
import { moved, stepSeconds } from './timescale.js';

const PAUSE_MS = 180;
const EVERY_MS = 10_000;
const PAGE = 1_000;
const PAGES = 3;
const BESIDE_MS = 31 * 86_400_000;
const MOST_PIXELS = 1_600;

/**
 * Loads for a timeline: `begin()`, `moved()` after it was, `event(ms, direction)` the event that begins before or after a
 * moment or null, `oldest`, `newest()`, `close()`. heard({failure, more, first}) is told of each answer: why there is
 * none; before when events are left out; whether it is the first.
 */
export function loader(id, line, heard) {
  let timer = 0;
  let request = null;
  let first = true;
  let closed = false;
  let oldest = Date.now();
  let newest = Date.now();
  let events = [];

  function later(pause) {
    clearTimeout(timer);
    if (!closed) {
      timer = setTimeout(load, pause);
    }
  }

  async function begin() {
    try {
      await bounds();
      if (!closed) {
        line.show({ oldest });
        heard({ failure: null, more: null, first });
        first = false;
        load();
      }
    } catch (problem) {
      if (!closed) {
        heard({ failure: problem.message, more: null, first: false });
        timer = setTimeout(begin, EVERY_MS);
      }
    }
  }

  async function bounds() {
    const kept = (await api.recordings()).filter((each) => each.stream === id); // in a cluster of each node
    if (kept.length > 0) {
      oldest = Math.min(...kept.map((each) => Date.parse(each.oldest)));
      newest = Math.max(...kept.map((each) => Date.parse(each.newest)));
    }
  }

  async function load() {
    clearTimeout(timer);
    if (document.hidden) {
      later(EVERY_MS);
      return;
    }
    request?.abort();
    const mine = new AbortController();
    request = mine;
    const pixels = Math.min(MOST_PIXELS, line.width);
    const view = line.view;
    const known = { from: Math.floor(moved(view, -1).from), to: Math.ceil(moved(view, 1).to) };
    try {
      await bounds();
      const [spans, found] = await Promise.all([
        api.timeline(id, known.from, known.to, stepSeconds(view, pixels), mine.signal), eventsOf(view, known, mine.signal)]);
      if (closed || request !== mine) {
        return;
      }
      events = found.events;
      line.show({
        spans: times(spans.spans), withMotion: times(spans['motion-spans']), ofEvents: times(spans['event-spans']), locked: times(spans['locked-spans']), events, oldest, known,
      });
      heard({ failure: null, more: found.more, first: false });
    } catch (problem) {
      if (closed || problem.name === 'AbortError') {
        return;
      }
      heard({ failure: wordsOf(id, problem), more: null, first: false });
    }
    later(EVERY_MS);
  }

  /** Page by page, so many at most; and before when there are more. */
  async function eventsOf(view, known, signal) {
    const all = [];
    for (let i = 0; i < PAGES; i++) {
      const page = await api.eventsOf(id, known.from, known.to, PAGE, all.at(-1)?.id, signal);
      all.push(...page.map(eventOf));
      if (page.length < PAGE) {
        return { events: all, more: null };
      }
    }
    const last = all.at(-1).from;
    return { events: all, more: last > view.from ? last : null };
  }

  /** The one that begins next to a moment; of what is farther away it is asked. */
  async function event(ms, direction) {
    const before = direction < 0;
    const near = pick(events, ms, before);
    if (near !== null) {
      return near;
    }
    const found = await api.eventsOf(id, before ? ms - BESIDE_MS : ms, before ? ms : ms + BESIDE_MS, PAGE);
    return pick(found.map(eventOf), ms, before);
  }

  return {
    begin, event,
    moved: () => later(PAUSE_MS),
    get oldest() {
      return oldest;
    },
    newest: () => newest,
    close() {
      closed = true;
      clearTimeout(timer);
      request?.abort();
    },
  };
}

/** Where nothing is kept of a stream that isn't there any more, there is no recording of it. */
function wordsOf(id, problem) {
  return problem.status === 404 ? `Nothing is recorded of ${id}, and no stream of that name runs.` : problem.message;
}

/** A second apart, so that each press leads to another one. */
function pick(events, ms, before) {
  const fit = events.filter((each) => (before ? each.from < ms - 1_000 : each.from > ms + 1_000));
  return fit.reduce((best, each) => (best === null || (before ? each.from > best.from : each.from < best.from) ? each : best), null);
}

function times(spans) {
  return spans.map((each) => ({ from: Date.parse(each.from), to: Date.parse(each.to) }));
}

function eventOf(event) {
  return {
    id: event.id, label: event.label, score: event.score, locked: event.locked,
    from: Date.parse(event.started_at), to: Date.parse(event.ended_at),
  };
}
