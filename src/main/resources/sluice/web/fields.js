// The settings of a stream as fields of a form, made from the API's description of them. Pure functions.

/** The id isn't a setting, so nothing describes it. */
const ID_HINT = '1 to 64 letters, digits, underscores and hyphens; can\'t be changed later.';

/** Words of a setting that may be left open: yes, no, or what follows from the other settings. */
const YES_NO = [['true', 'Yes'], ['false', 'No']];

/**
 * Fields for the properties of a schema (OpenAPI's components.schemas.Stream), in its order. The kind is text, number, flag,
 * choice, several or drawn (lines and polygons, which are drawn on the picture); options are pairs of a value and its words.
 * A property that is called like a section of the configuration, or like one of its entries, is a reference: the entries are
 * its options. A property that has properties of its own becomes a field for each, with keys as in objects.anchor; group is
 * the key of that property. A list of such is a text in JSON.
 */
export function fieldsOf(schema, config, group = '') {
  return Object.entries(schema.properties).filter(([, property]) => !property.readOnly).flatMap(([name, property]) => {
    if (property.properties) {
      return fieldsOf(property, {}, name);
    }
    const types = [property.type].flat();
    const entries = config[name] ?? config[`${name}s`];
    const kind = kindOf(property, types, entries);
    return {
      key: group ? `${group}.${name}` : name,
      group,
      label: titleOf(name),
      kind,
      list: kind === 'text' && types.includes('array') && !property.items?.properties,
      json: Boolean(property.items?.properties),
      open: kind === 'choice' && types.includes('boolean'),
      secret: property.format === 'password',
      required: (schema.required ?? []).includes(name),
      hint: name === 'id' && !group ? ID_HINT : property.description,
      standard: property.default,
      options: optionsOf(property, types, entries, kind),
    };
  });
}

function optionsOf(property, types, entries, kind) {
  if (entries) {
    return Object.keys(entries).map((each) => [each, each]);
  }
  const words = property.enum ?? (kind === 'several' ? property.items.enum : []);
  return kind === 'choice' && types.includes('boolean') ? YES_NO
    : words.filter((each) => each !== null).map((each) => [each, titleOf(each)]);
}

/** The words of a key: "Detect fps" for detect-fps. */
export function titleOf(key) {
  const words = key.replaceAll('-', ' ').replace(/^tls\b/, 'TLS');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindOf(property, types, entries) {
  if (types.includes('boolean')) {
    return types.includes('null') ? 'choice' : 'flag';
  }
  if (types.includes('object') || [property.items?.type].flat().includes('array')) {
    return 'drawn';
  }
  if (types.includes('array')) {
    return entries || property.items?.enum ? 'several' : 'text';
  }
  if (entries || property.enum) {
    return 'choice';
  }
  return types.includes('number') || types.includes('integer') ? 'number' : 'text';
}

/** The value of a field among the settings of a stream, or among the defaults. */
export function setting(field, settings) {
  return field.key.split('.').reduce((value, name) => value?.[name], settings);
}

/** What a field shows at first, from the settings of a stream, or from the defaults for a new one. */
export function initial(field, settings) {
  const value = setting(field, settings);
  if (field.kind === 'flag') {
    return value ?? field.standard ?? false;
  }
  if (field.kind === 'several' || field.kind === 'drawn') {
    return value ?? field.standard ?? [];
  }
  if (field.json) {
    return value?.length > 0 ? JSON.stringify(value) : '';
  }
  return field.list ? (value ?? []).join(', ') : String(value ?? '');
}

/** What the API is given for what stands in a field; null: as the defaults say. */
export function value(field, shown) {
  if (typeof shown !== 'string') {
    return shown;
  }
  const text = field.secret ? shown : shown.trim();
  if (field.list) {
    return text === '' ? [] : text.split(',').map((each) => each.trim()).filter((each) => each !== '');
  }
  if (text === '') {
    return field.json ? [] : null;
  }
  if (field.open) {
    return text === 'true';
  }
  if (field.json) {
    return parsed(text);
  }
  const number = Number(text.replace(',', '.'));
  return field.kind === 'number' && Number.isFinite(number) ? number : text;
}

/** A text in JSON as what it stands for; one that is none stays a text, which the API refuses. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * The settings whose fields differ from what they showed at first; what was emptied is null. Settings with fields of their own
 * are replaced as a whole by the API: the rest of them is taken from those of the stream, if it has any yet.
 */
export function changed(fields, before, after, settings = {}) {
  const result = {};
  for (const field of fields) {
    if (JSON.stringify(before[field.key]) !== JSON.stringify(after[field.key])) {
      const given = value(field, after[field.key]);
      if (field.group) {
        result[field.group] ??= { ...settings[field.group] };
        result[field.group][field.key.slice(field.group.length + 1)] = given;
      } else {
        result[field.key] = given;
      }
    }
  }
  return result;
}

/** What can be seen without asking the server: problems by field. */
export function missing(fields, after) {
  return fields
    .filter((field) => field.required && after[field.key].trim() === '')
    .map((field) => ({ key: field.key, text: `${field.label} is missing.` }));
}

/** Where the problems of an answer belong: `{key, text}`, key '' where none of the fields' keys fits. */
export function located(problem, keys) {
  if (problem.type === 'stream-exists') {
    return [{ key: 'id', text: problem.message }];
  }
  if (problem.type === 'source-refused') {
    return [{ key: 'source', text: problem.message }];
  }
  if (problem.problems.length === 0) {
    return [{ key: '', text: problem.message }];
  }
  return problem.problems.map((each) => {
    const [first, second] = each.path.split(/[.[]/);
    const key = [`${first}.${second}`, first].find((one) => keys.includes(one)) ?? '';
    const within = each.path !== key && !each.path.startsWith(`${key}[`);
    const nearest = each.nearest ? ` Did you mean ${each.nearest}?` : '';
    return { key, text: `${within && each.path ? `${each.path}: ` : ''}${each.found}; expected: ${each.expected}.${nearest}` };
  });
}

/** Drawn lines or polygons in a few words: their names, or how many there are. */
export function summaryOf(shapes) {
  const names = Array.isArray(shapes) ? [] : Object.keys(shapes);
  return names.join(', ') || (shapes.length > 0 ? String(shapes.length) : 'None');
}
