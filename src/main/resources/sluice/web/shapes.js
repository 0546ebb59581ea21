// Lines, zones and masks while they are drawn. Pure functions; points are [x, y], fractions of the picture.

/** Names that the configuration takes. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Settings of a shape that are drawn, not typed. */
export const DRAWN = ['from', 'to', 'points'];

/** Kinds of masks with the settings of a stream that they are in: one hides what is found, the other what moves. */
const MASKED = { mask: 'objects', 'motion-mask': 'motion' };

const TITLES = { line: 'Line', zone: 'Zone', mask: 'Mask', 'motion-mask': 'Motion mask' };

const FEWEST = { line: 2, zone: 3, mask: 3, 'motion-mask': 3 };
const MOST = { line: 2, zone: 64, mask: 64, 'motion-mask': 64 };

let serial = 0;

/** A shape: kind (line, zone, mask, motion-mask), name, points, and its other settings; key tells it from others whatever its name is. */
export function shape(kind, name, points, settings = {}) {
  serial += 1;
  return { key: `shape-${serial}`, kind, name, points, settings };
}

/** Whether shapes of a kind have numbers instead of names. */
export function isMask(kind) {
  return kind in MASKED;
}

/** The shapes of a stream's settings: lines, zones, then both kinds of masks, which are numbered. */
export function shapesOf({ lines, zones, ...settings }) {
  return [
    ...Object.entries(lines ?? {}).map(([name, { from, to, ...rest }]) => shape('line', name, [from, to], rest)),
    ...Object.entries(zones ?? {}).map(([name, { points, ...rest }]) => shape('zone', name, points, rest)),
    ...Object.entries(MASKED).flatMap(([kind, section]) => (settings[section]?.masks ?? []).map((points) => shape(kind, '', points))),
  ];
}

/** The settings of shapes: lines, zones, and masks by the settings that they are in, as `{objects, motion}`. */
export function settingsOf(shapes) {
  const named = (kind, settings) => Object.fromEntries(shapes.filter((each) => each.kind === kind).map((each) => [each.name, settings(each)]));
  return {
    lines: named('line', ({ points: [from, to], settings }) => ({ from, to, ...settings })),
    zones: named('zone', ({ points, settings }) => ({ points, ...settings })),
    masks: Object.fromEntries(Object.entries(MASKED)
      .map(([kind, section]) => [section, shapes.filter((each) => each.kind === kind).map(({ points }) => points)])),
  };
}

/** A fraction of the picture with four digits, not beyond its edges. */
export function fraction(value) {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}

/** A point with fractions of that kind. */
export function rounded([x, y]) {
  return [fraction(x), fraction(y)];
}

/** The points with one of them elsewhere. */
export function withPoint(points, index, point) {
  return points.map((each, i) => (i === index ? rounded(point) : each));
}

/** The points moved by as much as the picture's edges let them. */
export function moved(points, [dx, dy]) {
  const within = (step, axis) => {
    const all = points.map((point) => point[axis]);
    return Math.min(1 - Math.max(...all), Math.max(-Math.min(...all), step));
  };
  const [x, y] = [within(dx, 0), within(dy, 1)];
  return points.map((point) => rounded([point[0] + x, point[1] + y]));
}

/** With one more point, in the middle of the edge that begins at a point; the same points where there is no room for more. */
export function grown({ kind, points }, index) {
  if (points.length >= MOST[kind]) {
    return points;
  }
  const next = points[(index + 1) % points.length];
  const middle = rounded([(points[index][0] + next[0]) / 2, (points[index][1] + next[1]) / 2]);
  return points.toSpliced(index + 1, 0, middle);
}

/** Without a point; null where too few would be left. */
export function shrunk({ kind, points }, index) {
  return points.length > FEWEST[kind] ? points.toSpliced(index, 1) : null;
}

/** Whether a polygon may have one more point. */
export function hasRoom(points) {
  return points.length < MOST.zone;
}

/** The first name of a kind that no other shape of it has: line, line-2 and so on. */
export function freeName(kind, shapes) {
  const taken = new Set(shapes.filter((each) => each.kind === kind).map((each) => each.name));
  for (let i = 1; ; i += 1) {
    const name = i === 1 ? kind : `${kind}-${i}`;
    if (!taken.has(name)) {
      return name;
    }
  }
}

/** What a shape is called: "Line gate", "Mask 2", "Motion mask 1". */
export function titleOf(one, shapes) {
  const name = isMask(one.kind) ? shapes.filter(({ kind }) => kind === one.kind).findIndex(({ key }) => key === one.key) + 1 : one.name;
  return `${TITLES[one.kind]} ${name}`;
}

/** What is wrong with the name of a shape, '' for nothing. */
export function nameProblem(one, shapes) {
  if (isMask(one.kind)) {
    return '';
  }
  if (!NAME.test(one.name)) {
    return 'A name has 1 to 64 letters, digits, underscores and hyphens.';
  }
  const others = shapes.filter((each) => each.kind === one.kind && each.name === one.name);
  return others.length > 1 ? `There is another ${one.kind} of that name.` : '';
}

/** What to know of the points of a shape, '' for nothing. */
export function pointsProblem({ kind, points }) {
  if (kind === 'line') {
    return String(points[0]) === String(points[1]) ? 'The line has no length.' : '';
  }
  if (!hasArea(points)) {
    return 'The points lie on one line: there is no area.';
  }
  return cutsItself(points) ? 'It cuts itself: what is enclosed twice is outside.' : '';
}

function cross([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

function hasArea(points) {
  return points.some((a, i) => points.some((b, j) => j > i && points.some((c, k) => k > j && Math.abs(cross(a, b, c)) > 1e-9)));
}

/** Whether two edges of a polygon cross; edges that meet in a corner don't. */
export function cutsItself(points) {
  const edges = points.map((point, i) => [point, points[(i + 1) % points.length]]);
  return edges.some(([a, b]) => edges.some(([c, d]) =>
    cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0));
}

/** Points in pixels of a picture of that size. */
export function onScreen(points, { width, height }) {
  return points.map(([x, y]) => [x * width, y * height]);
}

/** The arrow of a line that shows which side is `in`, in pixels: from the middle of it to its left as it is seen. */
export function arrow([[x1, y1], [x2, y2]], length) {
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(y2 - y1) / long, (x1 - x2) / long];
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  return [[x, y], [x + ux * length, y + uy * length]];
}

/** Problems of the API by the shape that they are about: `{key, field, text}`, key '' where it is none of them. */
export function located(problems, shapes) {
  return problems.map(({ path, found, expected }) => {
    const [section, name, field = ''] = path.split(/[.[\]]+/);
    const mask = path.match(/^(?:objects|motion)\.masks\[(\d+)\]/);
    const kind = { lines: 'line', zones: 'zone', objects: 'mask', motion: 'motion-mask' }[section];
    const same = shapes.filter((each) => each.kind === kind);
    const one = mask ? same[Number(mask[1])] : same.find((each) => each.name === name);
    return { key: one?.key ?? '', field: mask ? 'points' : field, text: `${one ? '' : `${path}: `}${found}; expected: ${expected}.` };
  });
}
