// From the history that the API gives to lines of a chart. Pure functions.

import { causes } from './states.js';

/** Points `{x, y}` of each line, x in milliseconds, by chart and line. Where steps are missing there is a gap. */
export function series(history) {
  const step = (history['step-seconds'] ?? 10) * 1000;
  const samples = withGaps(history.samples ?? [], step);
  const line = (pick) => samples.map(({ x, sample }) => ({ x, y: sample ? pick(sample) : null }));
  const measured = (pick) => (sample) => (sample['fps-inferred'] > 0 ? pick(sample) : null);
  return {
    fps: {
      decoded: line((sample) => sample['fps-in']),
      inferred: line((sample) => sample['fps-inferred']),
    },
    latency: {
      p50: line(measured((sample) => sample['latency-ms'].p50)),
      p99: line(measured((sample) => sample['latency-ms'].p99)),
    },
    drops: Object.fromEntries(causes(history.samples?.at(-1)?.drops).map((cause) =>
      [cause, line((sample) => ((sample.drops[cause] ?? 0) * 1000) / step)])),
  };
}

function withGaps(samples, step) {
  const result = [];
  let previous = null;
  for (const sample of samples) {
    const x = Date.parse(sample.at);
    if (previous !== null && x - previous > 3 * step) {
      result.push({ x: previous + step, sample: null });
    }
    result.push({ x, sample });
    previous = x;
  }
  return result;
}

/** The newest value of a line, its smallest and its largest; nulls where it has none. */
export function extent(points) {
  const values = points.map((point) => point.y).filter((y) => y !== null);
  return values.length === 0
    ? { last: null, least: null, most: null }
    : { last: values.at(-1), least: Math.min(...values), most: Math.max(...values) };
}
