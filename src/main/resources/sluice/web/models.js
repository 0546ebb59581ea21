// Models and devices.

import { ofNumbers } from './advice.js';
import * as api from './api.js';
import { badge } from './badges.js';
import { el, facts, table } from './dom.js';
import { count, size } from './format.js';
import { link } from './router.js';

const EVERY_MS = 5000;

/** Builds the page into main; gives a function that takes it down. */
export function models(main) {
  const list = el('div', {}, el('p', { class: 'sub' }, 'One moment'));
  const devices = el('div', {}, el('p', { class: 'sub' }, 'Asking OpenVINO; this can take some seconds.'));
  main.append(
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, 'Models')),
    el('section', { class: 'panel' }, el('h2', {}, 'Models'), list),
    el('section', { class: 'panel' }, el('h2', {}, 'Devices'), devices));
  let timer = 0;
  let closed = false;

  async function update() {
    if (!document.hidden) {
      await fill(list, api.models, modelTable);
    }
    if (!closed) {
      timer = setTimeout(update, EVERY_MS);
    }
  }

  update();
  fill(devices, api.devices, deviceList);
  return () => {
    closed = true;
    clearTimeout(timer);
  };
}

async function fill(parent, ask, build) {
  try {
    const next = build(await ask());
    if (!parent.firstElementChild?.isEqualNode(next)) {
      const focused = parent.contains(document.activeElement) && document.activeElement.matches('.scroll');
      parent.replaceChildren(next);
      if (focused) {
        parent.querySelector('.scroll')?.focus({ preventScroll: true });
      }
    }
  } catch (problem) {
    if (!parent.querySelector('table, dl')) {
      parent.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, problem.message));
    }
  }
}

function modelTable(all) {
  if (all.length === 0) {
    return el('p', { class: 'sub' }, 'The configuration has none.');
  }
  const rows = all.flatMap((model) => {
    const states = model.status ?? [];
    return states.length === 0 ? [row(model, null)] : states.map((status) => row(model, status));
  });
  return table('Models', ['Name', 'State', 'Device', 'Input', 'Requests', 'Waiting', 'Inferences', 'Failures', 'Streams'], rows);
}

function row(model, status) {
  const compiled = status?.compiled;
  return [
    el('div', {}, model.name, el('div', { class: 'sub code' }, model.model ?? ''),
      compiled?.['named-classes'] === 0 ? el('div', { class: 'sub' }, ofNumbers(model.name)) : null),
    status ? el('div', {}, badge(status.state), status['last-error'] ? el('div', { class: 'problem' }, status['last-error']) : null) : 'Not used',
    compiled && compiled.devices !== status.device ? `${status.device} (${compiled.devices})` : status?.device ?? model.device ?? '–',
    el('span', { class: 'nowrap' }, compiled ? size(compiled.width, compiled.height) : '–'),
    el('span', { class: 'nowrap' }, compiled ? `${status['busy-requests']} of ${compiled.requests} busy` : '–'),
    count(status?.['waiting-frames']),
    count(status?.inferences),
    count(status?.failures),
    el('div', {}, (status?.users ?? []).flatMap((id, index) => [index > 0 ? ', ' : '', el('a', { href: link('stream', id) }, id)])),
  ];
}

function deviceList(all) {
  return el('div', {}, all.map((device) => el('details', { open: all.length === 1 },
    el('summary', {}, el('strong', {}, device.name), ` ${device['full-name']}`),
    facts(Object.entries(device.properties ?? {}), 'facts wide'))));
}
