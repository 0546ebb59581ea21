// What the form says of what stands in its fields, before anything is sent. Pure functions.

/** Whether a source is a file, a folder or a glob of this machine, as the service takes addresses apart. */
export function isFile(source) {
  const camera = /^(?:\d{1,3}|\/dev\/(?:video\d+|v4l\/.+))$/;
  const scheme = /^([a-z][a-z0-9+.-]+)(?:,[^:]*)?:/i.exec(source);
  return source !== '' && !camera.test(source) && (scheme === null || scheme[1].toLowerCase() === 'file');
}

/** What is to be known of a source that is a file, by the folders whose files may be used; '' for others. */
export function ofSource(source, roots) {
  if (!isFile(source)) {
    return '';
  }
  return roots.length === 0
    ? 'Files are off: set sluice.security.file-roots in the configuration to folders whose files may be used, then reload it.'
    : 'A file is read as fast as its model works, and ends. Realtime plays it at its own pace, Loop starts it again at its end.';
}

/** How to name the classes of a model that has only numbers for them. */
export function ofNumbers(model) {
  return `The classes of ${model} have no names, so that labels are their numbers: 0, 1 and so on. `
    + `Set models.${model}.labels in the configuration to a file with a name a line.`;
}

/** What is to be known of the labels of a model, by the API's list of models; '' for one with names, or not compiled yet. */
export function ofLabels(model, models) {
  const compiled = models.find((each) => each.name === model)?.status?.find((each) => each.compiled)?.compiled;
  return compiled?.['named-classes'] === 0 ? ofNumbers(model) : '';
}

/** Whether all labels of counted detections are numbers. */
export function areNumbers(detections) {
  const labels = Object.keys(detections ?? {});
  return labels.length > 0 && labels.every((label) => /^\d+$/.test(label));
}
