// A look at a source before it is saved.

import * as api from './api.js';
import { el, facts } from './dom.js';
import { decimal, fps, millis, size } from './format.js';
import { located } from './fields.js';

/** Button and result: `element`; what is looked at stands in the form's fields, by key, and problems are shown at the source's. */
export function probe(fields) {
  const field = fields.get('source');
  const result = el('div', { class: 'probe', role: 'status' });
  const button = el('button', { type: 'button', class: 'button', on: { click: look } }, 'Look at the source');

  /** The password as it is, whatever blanks are in it. */
  function settings(source) {
    const trimmed = ['user', 'tls', 'tls-fingerprint'].map((key) => [key, fields.get(key).get().trim()]);
    return { source, password: fields.get('password').get(), ...Object.fromEntries(trimmed) };
  }

  async function look() {
    const source = field.get().trim();
    if (source === '') {
      field.problem('Source is missing.');
      field.focus();
      return;
    }
    if (source.includes('***') || fields.get('password').get() === '***') {
      field.problem('The password isn\'t shown, so this can\'t be tried: type it again, or save without a look.');
      field.focus();
      return;
    }
    button.disabled = true;
    field.problem('');
    result.replaceChildren(el('p', { class: 'sub' }, 'Opening the source; this can take some seconds.'));
    try {
      show(await api.probe(settings(source)));
    } catch (problem) {
      result.replaceChildren();
      field.problem(located(problem, ['source']).map((each) => each.text).join(' '));
      field.focus();
    } finally {
      button.disabled = false;
    }
  }

  function show(found) {
    if (!found.readable) {
      result.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, `It can't be read: ${found.reason}`));
      return;
    }
    result.replaceChildren(
      el('img', { src: `data:image/jpeg;base64,${found.jpeg}`, alt: 'A picture of the source', data: { probe: '' } }),
      facts([
        ['Codec', found.codec],
        ['Size', size(found.width, found.height)],
        ['Frame rate', fps(found['frame-rate'])],
        ['Pixels', found['pixel-aspect'] === '1:1' ? 'Square' : found['pixel-aspect']],
        ['Kind', found.live ? 'Live' : 'Recording'],
        ['Transport', found.transport === undefined ? 'None' : found.transport.toUpperCase()],
        ['Key frames', keyFrames(found['key-frame-seconds'])],
        ['Sound', sound(found.sound)],
        ['Opened in', millis(found['opened-in-ms'])],
      ]));
  }

  function keyFrames(seconds) {
    return seconds === undefined ? 'No second one seen' : `${decimal(seconds)} s apart`;
  }

  function sound(heard) {
    return heard === undefined ? 'None' : `${heard.codec}, ${heard.rate} Hz`;
  }

  return { element: el('div', { class: 'probe-area' }, button, result) };
}
