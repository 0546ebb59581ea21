// What of a timeline is seen: from when to when, and where in it a moment lies. Pure functions; times in milliseconds.

const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** The least and the most that is seen at a time. */
export const LEAST_MS = 5 * MINUTE_MS;
export const MOST_MS = 31 * DAY_MS;

/** So much of what is seen may lie after now. */
const AHEAD = 0.1;

/** Steps of the axis in minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 4320, 10_080];

/** What is seen, moved to where something may be: its length between the bounds, not after now, not long before the oldest. */
export function bounded({ from, to }, oldest, now) {
  const length = Math.min(MOST_MS, Math.max(LEAST_MS, to - from));
  const latest = now + AHEAD * length;
  const earliest = Math.min(oldest, now - length) - AHEAD * length;
  const begin = Math.max(earliest, Math.min(from, latest - length));
  return { from: begin, to: begin + length };
}

/** Zoomed by a factor, below 1 to see more closely, around a moment that stays where it is. */
export function zoomed({ from, to }, factor, around) {
  const length = Math.min(MOST_MS, Math.max(LEAST_MS, (to - from) * factor));
  const part = (around - from) / (to - from);
  return { from: around - part * length, to: around + (1 - part) * length };
}

/** Moved by a part of what is seen. */
export function moved({ from, to }, part) {
  const by = (to - from) * part;
  return { from: from + by, to: to + by };
}

/** The place of a moment on a line of that width. */
export function place(ms, { from, to }, width) {
  return ((ms - from) / (to - from)) * width;
}

/** The moment at a place. */
export function moment(x, { from, to }, width) {
  return from + (x / width) * (to - from);
}

/** Minutes between two ticks that stand that far apart at least. */
export function tickStep({ from, to }, width, apart) {
  const least = ((to - from) / MINUTE_MS) * (apart / width);
  return STEPS.find((step) => step >= least) ?? STEPS.at(-1);
}

/** Gaps that can't be seen needn't be asked for: a pixel in seconds, for the timeline of the API. */
export function stepSeconds({ from, to }, width) {
  return Math.max(0.001, Math.ceil((to - from) / Math.max(1, width)) / 1000);
}

/**
 * Marks of events, the near ones as one: events have `from` and `to`; each mark `{x, width, events}`, in the order of
 * their places, those at least so far apart.
 */
export function marks(events, view, width, apart) {
  const seen = events
    .filter((each) => each.to >= view.from && each.from <= view.to)
    .map((each) => ({ x: place(each.from, view, width), end: place(Math.max(each.from, each.to), view, width), event: each }))
    .sort((a, b) => a.x - b.x);
  const result = [];
  for (const { x, end, event } of seen) {
    const last = result.at(-1);
    if (last && x < last.x + last.width + apart) {
      last.width = Math.max(last.width, end - last.x);
      last.events.push(event);
    } else {
      result.push({ x, width: Math.max(1, end - x), events: [event] });
    }
  }
  return result;
}

/** Where recordings of the API's spans have a moment, and else the next one after it; null where there is none. */
export function recordedAt(spans, ms) {
  return spans.find((span) => span.to > ms) ?? null;
}
