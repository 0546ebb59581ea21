// What is known of a stream's objects, lines and zones, as answers and events tell it. Pure functions.

const MOST = 1000;

/** Whether objects of a stream are followed: as it says, or where it has lines or zones. */
export function isFollowed({ track, lines, zones }) {
  return track ?? (Object.keys(lines ?? {}).length > 0 || Object.keys(zones ?? {}).length > 0);
}

/** What answers tell. */
export function learned(objects, counts) {
  return { now: objects.now, recent: objects.recent, lines: counts.lines, zones: counts.zones };
}

/** What is known after an event; the same where it tells nothing of these. */
export function heard(known, type, data) {
  if (type === 'object') {
    return ofObject(known, data);
  }
  if (type === 'line') {
    const line = known.lines[data.line] ?? {};
    const counts = line[data.direction] ?? {};
    const label = data.object.label;
    return { ...known, lines: { ...known.lines, [data.line]: { ...line, [data.direction]: { ...counts, [label]: (counts[label] ?? 0) + 1 } } } };
  }
  if (type === 'occupancy') {
    const { counts, total, crowded } = data;
    return { ...known, zones: { ...known.zones, [data.zone]: { counts, total, crowded } } };
  }
  return known;
}

function ofObject(known, { phase, object }) {
  const others = known.now.filter(({ id }) => id !== object.id);
  const told = { picture: null, ...object };
  if (phase === 'end') {
    return { ...known, now: others, recent: [told, ...known.recent.filter(({ key }) => key !== object.key)].slice(0, MOST) };
  }
  return { ...known, now: [...others, told].sort((a, b) => a.id - b.id) };
}

/** How many were counted, of all labels. */
export function total(counts) {
  return Object.values(counts ?? {}).reduce((sum, amount) => sum + amount, 0);
}

/** "6 person, 1 car"; "none" where nothing was counted. */
export function wordsOf(counts) {
  return Object.entries(counts ?? {}).filter(([, amount]) => amount > 0).map(([label, amount]) => `${amount} ${label}`).join(', ') || 'none';
}

/** What a second model says of an object. */
export function attributesOf({ attributes }) {
  return (attributes ?? []).map(({ name, label }) => `${name}: ${label}`).join(', ');
}
