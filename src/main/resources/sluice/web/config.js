// The configuration in force, and reading its file again.

import * as api from './api.js';
import { el, table } from './dom.js';
import * as store from './store.js';

const PARTS = { added: 'Added', changed: 'Changed', removed: 'Removed', left: 'Left alone', 'at-restart': 'Counts at the next start' };

/** Builds the page into main. */
export function configuration(main, { admin }) {
  const text = el('pre', { tabindex: '0', role: 'region', 'aria-label': 'Configuration in force' }, 'One moment');
  const result = el('div', { role: 'status' });
  const button = el('button', { type: 'button', class: 'button primary', on: { click: reload } }, 'Reload');
  main.append(
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, 'Configuration'), admin ? button : null),
    el('p', { class: 'sub' }, admin
      ? 'Reload reads the file again. What differs is applied; with problems in the file, everything stays as it is.'
      : 'To have the file read again needs a token with the right admin.'),
    result,
    el('section', { class: 'panel' }, el('h2', {}, 'In force'), el('p', { class: 'sub' }, 'Without secrets. Streams that were added here or through the API are kept beside the file.'), text));

  async function show() {
    try {
      text.textContent = JSON.stringify(await api.config(), null, 2);
    } catch (problem) {
      text.textContent = problem.message;
    }
  }

  async function reload() {
    button.disabled = true;
    result.replaceChildren(el('p', { class: 'sub' }, 'Reading the file'));
    try {
      result.replaceChildren(applied(await api.reload()));
      await Promise.all([show(), store.refresh()]);
    } catch (problem) {
      result.replaceChildren(problems(problem));
    } finally {
      button.disabled = false;
    }
  }

  show();
}

function applied(answer) {
  const lines = Object.entries(PARTS)
    .filter(([key]) => (answer[key] ?? []).length > 0)
    .map(([key, words]) => el('li', {}, `${words}: ${answer[key].join(', ')}`));
  return el('div', { class: 'alert good' }, el('strong', {}, 'The file is read.'), el('ul', {}, lines));
}

function problems(problem) {
  if (problem.problems.length === 0) {
    return el('div', { class: 'alert', data: { severity: 2 } }, el('strong', {}, 'Nothing has changed. '), problem.message);
  }
  const rows = problem.problems.map((each) => [
    each.file ? `${each.file}${each.line ? `:${each.line}` : ''}` : '–',
    el('span', { class: 'code' }, each.path),
    each.found,
    each.nearest ? `${each.expected}; nearest: ${each.nearest}` : each.expected,
  ]);
  return el('div', { class: 'alert', data: { severity: 2 } },
    el('strong', {}, 'The file can\'t be used; nothing has changed.'),
    table('Problems of the file', ['Where', 'Setting', 'Found', 'Expected'], rows));
}
