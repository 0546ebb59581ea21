// What was done, to be undone and done again. Pure functions; states themselves are never changed.

const MOST = 200;

/** A history that begins with a state. */
export function begin(state) {
  return { past: [], now: state, future: [] };
}

/** After a change; what had been undone is forgotten. */
export function done({ past, now }, state) {
  return { past: [...past, now].slice(-MOST), now: state, future: [] };
}

/** One step back; the same where there is none. */
export function undone(history) {
  const { past, now, future } = history;
  return past.length === 0 ? history : { past: past.slice(0, -1), now: past.at(-1), future: [now, ...future] };
}

/** One step forth again; the same where there is none. */
export function redone(history) {
  const { past, now, future } = history;
  return future.length === 0 ? history : { past: [...past, now], now: future[0], future: future.slice(1) };
}
