// The settings of a stream as fields of a form. Pure functions.

/** kind: text, number, flag, choice or several. */
export const FIELDS = [
  { key: 'id', label: 'Id', kind: 'text', required: true, hint: '1 to 64 letters, digits, underscores and hyphens; can\'t be changed later.' },
  { key: 'source', label: 'Source', kind: 'text', required: true, hint: 'rtsp://user:password@camera/path, a file, a camera of the server (/dev/video0), or demo:' },
  { key: 'model', label: 'Model', kind: 'choice' },
  { key: 'detect-fps', label: 'Detect fps', kind: 'number', hint: 'Most frames a second that are worked on.' },
  { key: 'threshold', label: 'Threshold', kind: 'number', hint: 'Least confidence, 0 to 1. Else the model\'s own.' },
  { key: 'labels', label: 'Labels', kind: 'text', list: true, hint: 'Those that are kept, with commas between them. Else all.' },
  { key: 'delivery', label: 'Delivery', kind: 'choice', hint: 'Every: no frame is left out. Latest: the newest frame wins.' },
  { key: 'max-age', label: 'Max age', kind: 'text', hint: 'Delivery latest: older frames are dropped. For example 500ms or 2s.' },
  { key: 'sinks', label: 'Sinks', kind: 'several', hint: 'Where results go, besides the API.' },
  { key: 'realtime', label: 'Realtime', kind: 'flag', hint: 'Play a file at its own pace.' },
  { key: 'loop', label: 'Loop', kind: 'flag', hint: 'Begin a file again at its end.' },
  { key: 'enabled', label: 'Enabled', kind: 'flag', hint: 'Runs when the service starts.' },
];

const STANDARD = { realtime: false, loop: false, enabled: true };

/** What a field shows at first, from the settings of a stream, or from the defaults for a new one. */
export function initial(field, settings) {
  const value = settings[field.key];
  if (field.kind === 'flag') {
    return value ?? STANDARD[field.key];
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
  const text = shown.trim();
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
export function changed(before, after) {
  const result = {};
  for (const field of FIELDS) {
    if (JSON.stringify(before[field.key]) !== JSON.stringify(after[field.key])) {
      result[field.key] = value(field, after[field.key]);
    }
  }
  return result;
}

/** What can be seen without asking the server: problems by field. */
export function missing(after) {
  return FIELDS
    .filter((field) => field.required && after[field.key].trim() === '')
    .map((field) => ({ key: field.key, text: `${field.label} is missing.` }));
}

/** Where the problems of an answer belong: `{key, text}`, key '' where no field fits. */
export function located(problem) {
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
    const key = FIELDS.some((field) => field.key === first) ? first : '';
    const nearest = each.nearest ? ` Did you mean ${each.nearest}?` : '';
    return { key, text: `${key === '' && each.path ? `${each.path}: ` : ''}${each.found}; expected: ${each.expected}.${nearest}` };
  });
}
