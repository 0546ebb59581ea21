// Which stream comes first on the wall. Pure functions.

import { stateOf, trouble } from './states.js';

const RESTING = new Set(['paused', 'completed', 'stopped']);

/** 0 is the most urgent. */
export function rank(stream) {
  const found = trouble(stream);
  if (found) {
    return 3 - found.severity;
  }
  const state = stateOf(stream);
  if (RESTING.has(state)) {
    return 5;
  }
  return state === 'running' ? 4 : 3;
}

/** The streams in the order of the wall: those in trouble first, then by name. */
export function ordered(streams) {
  return [...streams].sort((a, b) =>
    rank(a) - rank(b) || a.id.localeCompare(b.id, undefined, { numeric: true }));
}

/** How many there are of each kind. */
export function summary(streams) {
  const result = { all: streams.length, running: 0, troubled: 0, resting: 0, busy: 0 };
  for (const stream of streams) {
    const urgency = rank(stream);
    if (urgency < 3) {
      result.troubled += 1;
    }
    if (stateOf(stream) === 'running') {
      result.running += 1;
    } else if (urgency === 5) {
      result.resting += 1;
    } else if (urgency === 3) {
      result.busy += 1;
    }
  }
  return result;
}

/** Those whose name, source or node has the words of a filter. */
export function matching(streams, words) {
  const wanted = words.trim().toLowerCase();
  return wanted === '' ? streams : streams.filter((stream) =>
    `${stream.id} ${stream.source ?? ''} ${stream.status?.node ?? ''}`.toLowerCase().includes(wanted));
}
