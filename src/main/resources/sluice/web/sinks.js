// Sinks: where results go, what waits there, and a test of each.

import * as api from './api.js';
import { badge, setState } from './badges.js';
import { el, facts, setShown, setText, table, uniqueId } from './dom.js';
import { bytes, count, decimal, duration, millis, plural } from './format.js';
import { keptList } from './lists.js';
import { polled } from './polling.js';
import { link } from './router.js';
import { label } from './states.js';

/** Builds the page into main; gives a function that takes it down. */
export function sinks(main, { changes }) {
  const empty = el('p', { class: 'sub' }, 'One moment');
  const list = el('ul', { class: 'sinks', role: 'list', 'aria-label': 'Sinks' });
  const cards = keptList(list, (sink) => sink.name, (sink) => sinkCard(sink, changes));
  const poll = polled(api.sinks, show, () => setShown(empty, false));
  main.append(
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, 'Sinks')),
    el('p', { class: 'sub' }, 'Where results go. Sinks are set in the configuration\'s file, and nowhere else.'),
    poll.problem, empty, list);

  function show(all) {
    setText(empty, 'The configuration has none: results go to the API alone.');
    setShown(empty, all.length === 0);
    cards.show(all);
  }

  return poll.start();
}

/** A sink: `element`, `update(sink)`. What is the same stays, and so does what a test saw. */
function sinkCard({ name, remote }, changes) {
  const heading = uniqueId('sink');
  const state = badge('healthy');
  const place = el('p', { class: 'sub' });
  const target = el('span', { class: 'code' });
  const type = el('span');
  place.append(type, ' ', target);
  const problem = el('p', { class: 'problem' });
  const numbers = el('div');
  const test = changes ? sinkTest(name, remote) : null;
  const element = el('li', { class: 'panel sink', data: { sink: name }, 'aria-labelledby': heading },
    el('div', { class: 'card-head' }, el('h2', { id: heading }, name), state),
    place, problem, numbers, test);

  function update(sink) {
    setState(state, sink.healthy ? 'healthy' : 'not-healthy');
    setText(type, sink.type);
    setText(target, sink.target);
    setText(problem, trouble(sink));
    setShown(problem, problem.textContent !== '');
    const next = el('div', {}, facts(about(sink), 'facts wide'), parts(sink));
    if (!numbers.firstElementChild?.isEqualNode(next)) {
      const focused = numbers.contains(document.activeElement) ? document.activeElement.getAttribute('href') ?? '' : null;
      numbers.replaceChildren(next);
      refocus(numbers, focused);
    }
  }

  return { element, update };
}

/** What was read with the keyboard is there again: a link, or a table that scrolls. */
function refocus(parent, focused) {
  if (focused !== null) {
    const again = [...parent.querySelectorAll('a')].find((each) => each.getAttribute('href') === focused);
    (again ?? parent.querySelector('.scroll'))?.focus({ preventScroll: true });
  }
}

function trouble(sink) {
  if (!sink['last-error']) {
    return '';
  }
  return sink.healthy ? `Well again. Before: ${sink['last-error']}` : sink['last-error'];
}

function about(sink) {
  return [
    ['Streams', users(sink)],
    ['Written', `${count(sink.written)}, ${decimal(sink.rate)}/s`],
    ['Waiting', sink.remote ? waiting(sink) : null],
    ['Lost', losses(sink.losses)],
    ['Tries that failed', sink.remote ? count(sink.failures) : null],
  ];
}

function users(sink) {
  const links = sink['used-by'].map((id) => el('a', { href: link('stream', id) }, id));
  return links.length === 0 ? 'none use it' : el('span', {}, links.flatMap((each, index) => (index === 0 ? [each] : [', ', each])));
}

function waiting(part) {
  if (part.waiting === 0) {
    return 'nothing';
  }
  const age = part['oldest-waiting'] ? `, oldest ${duration((Date.now() - Date.parse(part['oldest-waiting'])) / 1000)}` : '';
  return `${plural(part.waiting, 'message', 'messages')}, ${bytes(part['waiting-bytes'])}${age}`;
}

function losses(counts) {
  return Object.entries(counts)
    .filter(([, amount]) => amount > 0)
    .map(([cause, amount]) => `${count(amount)} ${label(cause).toLowerCase()}`)
    .join(', ') || 'none';
}

/** Its streams one by one, where that says more than the sum. */
function parts(sink) {
  const alone = sink.streams.length === 1 && sink.streams[0].open;
  if (sink.streams.length === 0 || alone) {
    return null;
  }
  const rows = sink.streams.map((part) => [
    part.open ? part.stream : `${part.stream} (left over)`, count(part.written), sink.remote ? waiting(part) : 'nothing', losses(part.losses),
  ]);
  return table(`Streams of ${sink.name}`, ['Stream', 'Written', 'Waiting', 'Lost'], rows);
}

/** A button that tests a sink, and what was seen. */
function sinkTest(name, remote) {
  const words = remote ? 'Send a test message' : 'Test';
  const result = el('div', { role: 'status' });
  const button = el('button', {
    type: 'button', class: 'button', 'aria-label': remote ? `${words} to ${name}` : `${words} ${name}`, on: { click: run },
  }, words);

  async function run() {
    button.disabled = true;
    result.replaceChildren(el('p', { class: 'sub' }, 'Testing; this can take half a minute.'));
    try {
      result.replaceChildren(seen(await api.testSink(name)));
    } catch (problem) {
      result.replaceChildren(el('p', { class: 'alert', data: { severity: 2 } }, problem.message));
    } finally {
      button.disabled = false;
      if (document.activeElement === document.body) {
        button.focus({ preventScroll: true });
      }
    }
  }

  return el('div', { class: 'sink-test' }, button, result);
}

function seen(test) {
  return test.fine
    ? el('div', {}, el('p', { class: 'alert good' }, `It works: tested in ${millis(test['took-ms'])}.`),
      facts(test.facts.map((fact) => [fact.name, fact.value]), 'facts wide'))
    : el('p', { class: 'alert', data: { severity: 2 } }, `It does not work: ${test.failure}`);
}
