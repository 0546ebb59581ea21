// Numbers and times for reading. Pure functions.

const NOTHING = '–';

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

const exactTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});

function isNumber(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

/** A count, with separators. */
export function count(value) {
  return isNumber(value) ? whole.format(value) : NOTHING;
}

/** A number with one digit after the point while it is below ten. */
export function decimal(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  return Math.abs(value) >= 9.95 || value === 0 ? whole.format(value) : oneDigit.format(value);
}

/** Frames a second. */
export function fps(value) {
  return isNumber(value) ? `${decimal(value)} fps` : NOTHING;
}

/** Frames a second that were inferred, of those that came in: both are means of moving windows, which don't end together. */
export function fpsOf(inferred, came) {
  return `${decimal(inferred)} of ${fps(isNumber(inferred) && isNumber(came) ? Math.max(inferred, came) : came)}`;
}

/** Milliseconds; seconds from one on. */
export function millis(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  return value < 1000 ? `${decimal(value)} ms` : `${decimal(value / 1000)} s`;
}

/** How long something takes or took, in its two largest units. */
export function duration(seconds) {
  if (!isNumber(seconds)) {
    return NOTHING;
  }
  const all = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(all / 86400), 'd'],
    [Math.floor(all / 3600) % 24, 'h'],
    [Math.floor(all / 60) % 60, 'min'],
    [all % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) {
    return '0 s';
  }
  return parts.slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** A moment as the viewer's clock shows it; with its day where that isn't today. */
export function time(moment, now = Date.now()) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) {
    return NOTHING;
  }
  const today = date.toDateString() === new Date(now).toDateString();
  return (today ? clockTime : dayTime).format(date);
}

/** A moment as the viewer's clock shows it, with its day and zone. */
export function exact(moment) {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? NOTHING : exactTime.format(date);
}

/** Hour and minute. */
export function minute(moment) {
  return shortTime.format(new Date(moment));
}

/** Width and height in pixels. */
export function size(width, height) {
  return width && height ? `${width} × ${height}` : NOTHING;
}

/** A part of one in percent. */
export function percent(part) {
  return isNumber(part) ? `${Math.round(part * 100)} %` : NOTHING;
}

/** Bytes, in the unit that suits. */
export function bytes(value) {
  if (!isNumber(value)) {
    return NOTHING;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const unit = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
  return `${decimal(value / 1024 ** unit)} ${units[unit]}`;
}

/** One thing or several. */
export function plural(amount, one, many) {
  return `${count(amount)} ${amount === 1 ? one : many}`;
}
