// The settings of a stream as fields of a form, made from the API's description of them. Pure functions.

/** The id isn't a setting, so nothing describes it. */
const ID_HINT = '1 to 64 letters, digits, underscores and hyphens; can\'t be changed later.';

/**
 * Fields for the properties of a schema (OpenAPI's components.schemas.Stream), in its order. The kind is text, number, flag,
 * choice or several; options are pairs of a value and its words. A property that is called like a section of the
 * configuration, or like one of its entries, is a reference: the entries are its options.
 */
export function fieldsOf(schema, config) {
  return Object.entries(schema.properties).filter(([, property]) => !property.readOnly).map(([key, property]) => {
    const types = [property.type].flat();
    const entries = config[key] ?? config[`${key}s`];
    const list = types.includes('array');
    return {
      key,
      label: labelOf(key),
      kind: kindOf(types, list, entries, property.enum),
      list: list && !entries,
      secret: property.format === 'password',
      required: (schema.required ?? []).includes(key),
      hint: key === 'id' ? ID_HINT : property.description,
      standard: property.default,
      options: entries
        ? Object.keys(entries).map((each) => [each, each])
        : (property.enum ?? []).filter((each) => each !== null).map((each) => [each, labelOf(each)]),
    };
  });
}

/** "Detect fps" for detect-fps. */
function labelOf(key) {
  const words = key.replaceAll('-', ' ').replace(/^tls\b/, 'TLS');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function kindOf(types, list, entries, words) {
  if (types.includes('boolean')) {
    return 'flag';
  }
  if (list) {
    return entries ? 'several' : 'text';
  }
  if (entries || words) {
    return 'choice';
  }
  return types.includes('number') || types.includes('integer') ? 'number' : 'text';
}

/** What a field shows at first, from the settings of a stream, or from the defaults for a new one. */
export function initial(field, settings) {
  const value = settings[field.key];
  if (field.kind === 'flag') {
    return value ?? field.standard ?? false;
  }
  if (field.kind === 'several') {
    return value ?? [];
  }
  return field.list ? (value ?? []).join(', ') : String(value ?? '');
}

/** What the API is given for what stands in a field; null: as the defaults say. */
export function value(field, shown) {
  if (field.kind === 'flag' || field.kind === 'several') {
    return shown;
  }
  const text = field.secret ? shown : shown.trim();
  if (field.list) {
    return text === '' ? [] : text.split(',').map((each) => each.trim()).filter((each) => each !== '');
  }
  if (text === '') {
    return null;
  }
  const number = Number(text.replace(',', '.'));
  return field.kind === 'number' && Number.isFinite(number) ? number : text;
}

/** The settings whose fields differ from what they showed at first; what was emptied is null. */
export function changed(fields, before, after) {
  const result = {};
  for (const field of fields) {
    if (JSON.stringify(before[field.key]) !== JSON.stringify(after[field.key])) {
      result[field.key] = value(field, after[field.key]);
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
    const first = each.path.split(/[.[]/)[0];
    const key = keys.includes(first) ? first : '';
    const nearest = each.nearest ? ` Did you mean ${each.nearest}?` : '';
    return { key, text: `${key === '' && each.path ? `${each.path}: ` : ''}${each.found}; expected: ${each.expected}.${nearest}` };
  });
}
