// The files of a recording that a player needs, as far as they were asked for. Pure.

/** Where the next file begins later than this after the end of the one before, there is a gap. */
export const GAP_MS = 500;

/** So many are remembered. */
const MOST = 600;

/** Nothing known. `from` and `to`: files that overlap this time are known. */
export const NONE = Object.freeze({ from: 0, to: 0, segments: [], runs: new Map() });

/** Numbers are a node's own, where nodes answer together. */
const key = (number, node) => (node ? `${node} ${number}` : number);
const path = (file, node) => (node ? `${file}?node=${encodeURIComponent(node)}` : file);

/**
 * What an answer of the API says: files with `path` and runs with `init`, below the stream's recording; settled: what
 * began before it is known by now, for files are listed once they are whole.
 */
export function read(answer, settled) {
  const from = Date.parse(answer.from);
  const segments = answer.segments.map((each) => ({
    ...each,
    number: key(each.number, each.node),
    run: key(each.run, each.node),
    path: path(`segments/${each.number}.mp4`, each.node),
    from: Date.parse(each.from),
    to: Date.parse(each.to),
  }));
  const runs = answer.runs.map((run) => ({
    ...run,
    number: key(run.number, run.node),
    init: path(`runs/${run.number}/init.mp4`, run.node),
    began: Date.parse(run['began-at']),
  }));
  return {
    from,
    to: answer.next ? Date.parse(answer.next) : Math.max(from, settled, segments.at(-1)?.to ?? from),
    segments,
    runs: new Map(runs.map((run) => [run.number, run])),
  };
}

/** Two lists of which the second goes on where the first ends; the oldest are forgotten beyond a bound. */
export function joined(first, second) {
  if (first.segments.length === 0 || second.from > first.to || second.from < first.from) {
    return second;
  }
  const known = new Set(first.segments.map((each) => each.number));
  const all = [...first.segments, ...second.segments.filter((each) => !known.has(each.number))];
  const segments = all.slice(-MOST);
  const used = new Set(segments.map((each) => each.run));
  const runs = new Map([...first.runs, ...second.runs].filter(([number]) => used.has(number)));
  return { from: all.length > MOST ? segments[0].from : first.from, to: second.to, segments, runs };
}

/** Without a file that is gone. */
export function without(list, number) {
  return { ...list, segments: list.segments.filter((each) => each.number !== number) };
}

/** The file at a moment, or else the next one; null where none is known. */
export function at(list, ms) {
  return list.segments.find((each) => each.to > ms) ?? null;
}

/** Until when those files follow each other without a gap from a moment on that one of them has. */
export function unbroken(segments, ms) {
  let end = ms;
  for (const each of segments) {
    if (each.from > end + GAP_MS) {
      break;
    }
    end = Math.max(end, each.to);
  }
  return end;
}

/** What MediaSource calls the files of a run. */
export function mime(run) {
  return `video/mp4; codecs="${run.codecs}"`;
}
