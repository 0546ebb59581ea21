// All streams as the service tells them, asked for every two seconds while the page is seen.

import * as api from './api.js';
import { lostFrames } from './states.js';

const EVERY_MS = 2000;
const REMEMBERED_MS = 10_000;

const listeners = new Set();
const counts = new Map();
let timer = 0;
let asking = null;
let again = false;

/** The streams, in the service's order; null before the first answer. */
export let streams = null;

/** When the last answer came, in milliseconds; 0 before the first. */
export let answered = 0;

/** Why the last question had no answer, or null. */
export let failure = null;

/** Calls the listener after each answer; gives a function that ends it. */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The stream of that id, if there is one. */
export function find(id) {
  return streams?.find((stream) => stream.id === id) ?? null;
}

/** Asks now, and from now on. Questions that are asked meanwhile become one. */
export function refresh() {
  clearTimeout(timer);
  if (asking) {
    again = true;
    return asking;
  }
  asking = ask().finally(() => {
    asking = null;
    if (again) {
      again = false;
      refresh();
    } else if (!document.hidden) {
      timer = setTimeout(refresh, EVERY_MS);
    }
  });
  return asking;
}

async function ask() {
  try {
    streams = await api.streams();
    answered = Date.now();
    failure = null;
    remember();
  } catch (problem) {
    failure = problem;
  }
  listeners.forEach((listener) => listener());
}

/** Counters of the last seconds, so that what is lost can be told as a rate. */
function remember() {
  const known = new Set(streams.map((stream) => stream.id));
  [...counts.keys()].filter((id) => !known.has(id)).forEach((id) => counts.delete(id));
  for (const stream of streams) {
    const lost = lostFrames(stream.status);
    let seen = counts.get(stream.id) ?? [];
    if (seen.length > 0 && lost < seen.at(-1).lost) {
      seen = []; // the service began anew
    }
    seen.push({ at: answered, lost });
    counts.set(stream.id, seen.filter((each) => each.at >= answered - REMEMBERED_MS));
  }
}

/** Frames that a stream loses a second, over the last seconds; null while that isn't known. */
export function lostPerSecond(id) {
  const seen = counts.get(id) ?? [];
  if (seen.length < 2) {
    return null;
  }
  const [first, last] = [seen[0], seen.at(-1)];
  return (last.lost - first.lost) / ((last.at - first.at) / 1000);
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    refresh();
  }
});
