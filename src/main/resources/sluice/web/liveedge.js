// Where live video is and where it should be. Pure functions and counts; times in seconds but where it is said.

/** So far behind a player leaves out what is between. */
export const FAR = 1.5;

/** At the begin it does so earlier: the last key frame may be some seconds old. */
export const FAR_AT_FIRST = 0.5;

/** So near it jumps to the newest picture. */
export const EDGE = 0.12;

const TOO_MUCH = 0.4;
const ENOUGH = 0.22;
const FASTER = 1.05;

/** So long what is behind and ahead is kept. */
const KEPT = 10;
const KEPT_BEHIND = 4;

/**
 * What a player is to do whose position is behind the newest picture that it has by so much: `to`, the position that
 * it jumps to, or null, and `rate`, how fast it plays. rate: that of now. ranges: what it has, pairs of begin and end.
 */
export function steer({ position, ranges, rate, first }) {
  const newest = ranges.at(-1);
  if (!newest) {
    return { to: null, rate: 1 };
  }
  const [begin, end] = newest;
  const behind = end - position;
  if (position < begin || behind > (first ? FAR_AT_FIRST : FAR)) {
    return { to: Math.max(begin, end - EDGE), rate: 1 };
  }
  const fast = behind > TOO_MUCH || (rate > 1 && behind > ENOUGH);
  return { to: null, rate: fast ? FASTER : 1 };
}

/** Until when what was played is to be removed; null where that isn't worth it. */
export function removable(position, ranges) {
  const begin = ranges[0]?.[0] ?? position;
  return position - begin > KEPT ? position - KEPT_BEHIND : null;
}

/** When the pictures of a video came from the source, in milliseconds, by their place in it. */
export function timeline() {
  const MOST = 600;
  let known = [];
  return {
    add(start, at) {
      known.push({ start, at });
      if (known.length > MOST) {
        known = known.slice(-MOST / 2);
      }
    },
    /** When the picture of a place came; null where that isn't known. */
    at(place) {
      for (let i = known.length - 1; i >= 0; i -= 1) {
        if (known[i].start <= place + 0.001) {
          return known[i].at;
        }
      }
      return null;
    },
  };
}

/**
 * How late pictures are by the server's clock, which may differ from this one: `arrived(now, at)` with each that comes,
 * `of(now, at)` of one that is shown, in seconds, more than the least of the last minute. now and at are in milliseconds.
 */
export function lateness() {
  const WINDOW = 30_000;
  let since = -Infinity;
  let before = Infinity;
  let least = Infinity;
  return {
    arrived(now, at) {
      if (now - since > WINDOW) {
        [since, before, least] = [now, least, Infinity];
      }
      least = Math.min(least, now - at);
    },
    of: (now, at) => Math.max(0, now - at - Math.min(before, least)) / 1000,
  };
}

/**
 * Counts how often a video fell behind, once in 5 s at most: `behind(now)` gives whether it is the second time within a
 * minute. now is in milliseconds.
 */
export function patience() {
  const ONCE = 5000;
  const WITHIN = 60_000;
  let last = -Infinity;
  return {
    behind(now) {
      const passed = now - last;
      if (passed < ONCE) {
        return false;
      }
      last = now;
      return passed < WITHIN;
    },
  };
}

/** Milliseconds until video is tried again after so many failures. */
export function again(failures) {
  return Math.min(600_000, 30_000 * 2 ** Math.min(failures - 1, 10));
}
