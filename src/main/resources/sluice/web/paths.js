// Where an object was at a moment, of a path that knows two places a second. Pure.

/** Between two places that are farther apart nothing is drawn but just beside them. */
const APART_MS = 1_500;
const BESIDE_MS = 400;

/** The box at a moment of a path whose points are in their order; null where it has none then. */
export function boxAt(path, ms) {
  const after = path.findIndex((point) => point.at >= ms);
  const next = after < 0 ? null : path[after];
  const last = after < 0 ? path.at(-1) ?? null : path[after - 1] ?? null;
  if (last !== null && next !== null && next.at - last.at <= APART_MS) {
    const part = next.at === last.at ? 0 : (ms - last.at) / (next.at - last.at);
    const between = (name) => last[name] + (next[name] - last[name]) * part;
    return { xMin: between('xMin'), xMax: between('xMax'), yMin: between('yMin'), yMax: between('yMax'), score: last.score };
  }
  const beside = [last, next].filter((point) => point !== null && Math.abs(point.at - ms) <= BESIDE_MS);
  return beside[0] ?? null;
}
