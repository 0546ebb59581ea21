// Settings of a stream as text for the configuration's file. Pure functions.

const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A key, in quotes where HOCON could take it for something else. */
function keyOf(name) {
  return PLAIN.test(name) && !name.startsWith('include') ? name : JSON.stringify(name);
}

function valueOf(value) {
  return Array.isArray(value) ? `[${value.map(valueOf).join(', ')}]` : JSON.stringify(value);
}

/** A value for comparing; sets have no order. */
function plain(value, property) {
  return JSON.stringify(property?.uniqueItems && value ? value.toSorted() : value);
}

/** The settings of a line or zone, without those that are as they are by default. */
function entry(settings, schema) {
  const given = Object.entries(settings).filter(([key, value]) => {
    const property = schema?.properties?.[key];
    return value !== null && plain(value, property) !== plain(property?.default, property);
  });
  return `{ ${given.map(([key, value]) => `${keyOf(key)} = ${valueOf(value)}`).join(', ')} }`;
}

function section(name, entries, schema) {
  const lines = Object.entries(entries).map(([key, settings]) => `    ${keyOf(key)} ${entry(settings, schema)}`);
  return lines.length === 0 ? [] : [`  ${name} {`, ...lines, '  }'];
}

/** Lines, zones and masks of a stream, these by the settings that they are in; schema is that of a stream, for the defaults. */
export function hocon(id, { lines, zones, masks }, schema) {
  return [
    `sluice.streams.${keyOf(id)} {`,
    ...section('lines', lines, schema?.properties.lines.additionalProperties),
    ...section('zones', zones, schema?.properties.zones.additionalProperties),
    ...Object.entries(masks).filter(([, polygons]) => polygons.length > 0).map(([key, polygons]) => `  ${key}.masks = ${valueOf(polygons)}`),
    '}',
  ].join('\n');
}
