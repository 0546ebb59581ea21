// Dates in a time zone, through changes of its clocks. Pure functions; times are milliseconds since 1970.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;
const QUARTER_MS = 15 * MINUTE_MS;

/** A change of clocks moves them by less. */
const LONGEST_CHANGE_MS = 3 * HOUR_MS;

const formats = new Map();

function format(zone, options, locale) {
  const key = `${zone} ${JSON.stringify(options)} ${locale}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }));
  }
  return formats.get(key);
}

const PARTS = { hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** The browser's own zone. */
export function own() {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';
}

/** Whether the browser knows a zone. */
export function isKnown(zone) {
  try {
    format(zone, PARTS, 'en-US');
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of a zone show, in milliseconds as if they were those of UTC. */
function shown(ms, zone) {
  const second = Math.floor(ms / 1000) * 1000;
  const parts = {};
  for (const { type, value } of format(zone, PARTS, 'en-US').formatToParts(second)) {
    parts[type] = Number(value);
  }
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) + (ms - second);
}

/** How far the clocks of a zone are before UTC, in minutes. */
export function offset(ms, zone) {
  return Math.round((shown(ms, zone) - ms) / MINUTE_MS);
}

/** Whether the clocks show the same again, since they are set back between both. */
export function isTwice(ms, zone) {
  const before = offset(ms - LONGEST_CHANGE_MS, zone);
  const after = offset(ms + LONGEST_CHANGE_MS, zone);
  if (before <= after) {
    return false;
  }
  const here = offset(ms, zone);
  const other = here === before ? after : before;
  return offset(ms + (here - other) * MINUTE_MS, zone) === other;
}

/** An offset in words: UTC+2, UTC−3:30. */
export function offsetWords(minutes) {
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  const sign = minutes < 0 ? '−' : '+';
  return minutes === 0 ? 'UTC' : `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The time of day; with the offset where the clocks show it twice. */
export function clock(ms, zone, seconds = true) {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds ? { second: '2-digit' } : {}) };
  const text = format(zone, options).format(ms);
  return isTwice(ms, zone) ? `${text} ${offsetWords(offset(ms, zone))}` : text;
}

/** The day. */
export function day(ms, zone) {
  return format(zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(ms);
}

/** Day and time of day. */
export function date(ms, zone) {
  return `${day(ms, zone)} ${clock(ms, zone)}`;
}

/** A moment among others: the time of day, with its day where that isn't today. */
export function brief(ms, zone, now = Date.now()) {
  return dayNumber(ms, zone) === dayNumber(now, zone) ? clock(ms, zone) : date(ms, zone);
}

/** A moment with its day, year and zone. */
export function exact(ms, zone) {
  return format(zone, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
  }).format(ms);
}

/** When the day of a moment begins. */
export function midnight(ms, zone) {
  return fromField(`${toField(ms, zone).slice(0, 10)}T00:00:00`, zone);
}

/** What a field for date and time takes: 2026-10-25T02:30:00. */
export function toField(ms, zone) {
  return new Date(Math.floor(shown(ms, zone) / 1000) * 1000).toISOString().slice(0, 19);
}

/**
 * The moment at which the clocks of a zone show what a field says; the first of two, and where they never do the moment
 * to which they are set. Null where the field says nothing.
 */
export function fromField(text, zone) {
  const wanted = Date.parse(`${text}Z`);
  if (!Number.isFinite(wanted)) {
    return null;
  }
  const offsets = [offset(wanted - 24 * HOUR_MS, zone), offset(wanted + 24 * HOUR_MS, zone)];
  const hits = offsets.map((minutes) => wanted - minutes * MINUTE_MS).filter((ms) => shown(ms, zone) === wanted);
  return hits.length > 0 ? Math.min(...hits) : wanted - offsets[0] * MINUTE_MS;
}

/**
 * Moments for an axis: where the clocks of the zone show a multiple of so many minutes, of whole days from a day on. Each
 * `{at, begins}`: whether a day begins.
 */
export function ticks(from, to, minutes, zone) {
  const hours = minutes >= 60 && offset(from, zone) % 60 === 0 && offset(to, zone) % 60 === 0;
  const grid = minutes < 5 ? MINUTE_MS : minutes < 15 ? 5 * MINUTE_MS : hours ? HOUR_MS : Math.min(QUARTER_MS, minutes * MINUTE_MS);
  const result = [];
  const first = Math.ceil(from / grid) * grid;
  let before = dayNumber(first - grid, zone);
  for (let at = first; at <= to; at += grid) {
    const local = shown(at, zone);
    const number = Math.floor(local / (DAY_MINUTES * MINUTE_MS));
    const begins = number !== before;
    before = number;
    const minute = Math.round(local / MINUTE_MS) - number * DAY_MINUTES;
    const due = minutes >= DAY_MINUTES ? begins && number % (minutes / DAY_MINUTES) === 0 : minute % minutes === 0;
    if (due) {
      result.push({ at, begins });
    }
  }
  return result;
}

function dayNumber(ms, zone) {
  return Math.floor(shown(ms, zone) / (DAY_MINUTES * MINUTE_MS));
}
