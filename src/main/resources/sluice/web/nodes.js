// Nodes: the machines of a cluster, what each carries, and the streams that wait for one.

import * as api from './api.js';
import { el, setShown, setText } from './dom.js';
import { count, plural } from './format.js';
import { keptList } from './lists.js';
import { loadBar, nodeCard } from './nodecards.js';
import { carried, found, totals, waiting } from './placement.js';
import { polled } from './polling.js';
import { link } from './router.js';
import { stateOf } from './states.js';
import * as store from './store.js';

/** From so many nodes or streams on there is a field to find one, and streams are listed only where somebody asks. */
const MANY_NODES = 7;
const MANY_STREAMS = 20;

/** So many reasons to wait are told, and so many streams of each. */
const MOST_REASONS = 20;
const MOST_WAITING = 50;

/** Builds the page into main; gives a function that takes it down. */
export function nodes(main, { changes }) {
  const sums = totalsPart();
  const waits = waitingPart();
  const empty = el('p', { class: 'sub' }, 'One moment');
  const filter = el('input', { type: 'search', placeholder: 'Filter by node, label or stream', 'aria-label': 'Filter nodes', on: { input: () => draw() } });
  const list = el('ul', { class: 'nodes', role: 'list', 'aria-label': 'Nodes' });
  const cards = keptList(list, ({ node }) => node.name, ({ node }) =>
    nodeCard(node.name, { open: cluster.streams.length < MANY_STREAMS, changes, changed: () => poll.update() }));
  const poll = polled(api.cluster, show, () => setShown(empty, false));
  setShown(filter, false);
  main.append(
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, 'Nodes'), filter),
    poll.problem, sums.element, waits.element, list, empty);
  let cluster = null;

  function show(answer) {
    cluster = answer;
    draw();
  }

  function draw() {
    const told = new Map((store.streams ?? []).filter(({ status }) => status).map((stream) => [stream.id, stateOf(stream)]));
    const { carriers, homeless } = carried(cluster);
    sums.update(totals(cluster, told));
    waits.update(waiting(homeless));
    setShown(filter, cluster.nodes.length >= MANY_NODES || cluster.streams.length >= MANY_STREAMS || filter.value !== '');
    const shown = found(carriers, filter.value);
    cards.show(shown.map((each) => ({ ...each, cluster, told, self: each.node.name === cluster.node })));
    setText(empty, carriers.length === 0 ? 'This node is no member yet.' : 'No node and no stream has these words.');
    setShown(empty, shown.length === 0);
  }

  return poll.start();
}

/** Sums over all nodes: `element`, `update(totals)`. */
function totalsPart() {
  const values = { up: el('dd'), running: el('dd'), waiting: el('dd') };
  const load = loadBar();
  const open = el('p', { class: 'sub' });
  const element = el('dl', { class: 'panel totals' },
    el('div', {}, el('dt', {}, 'Nodes up'), values.up),
    el('div', {}, el('dt', {}, 'Streams running'), values.running),
    el('div', {}, el('dt', {}, 'Streams waiting'), values.waiting),
    el('div', { class: 'wide' }, el('dt', {}, 'Capacity used'), el('dd', {}, load.element, open)));
  setShown(element, false);

  function update(sums) {
    setText(values.up, `${count(sums.up)} of ${count(sums.nodes)}`);
    setText(values.running, `${count(sums.running)} of ${count(sums.streams)}`);
    setText(values.waiting, count(sums.waiting));
    setText(open, `of ${plural(sums.open, 'node that takes', 'nodes that take')} streams`);
    setShown(open, sums.open < sums.nodes);
    load.update(sums);
    setShown(element, true);
  }

  return { element, update };
}

/** Streams that no node has, by why: `element`, `update(reasons)`. */
function waitingPart() {
  const list = el('ul', { class: 'waiting', role: 'list' });
  const more = el('p', { class: 'sub' });
  const items = keptList(list, ({ reason }) => reason, waitingItem);
  const element = el('section', { class: 'panel' }, el('h2', {}, 'Streams that wait for a node'), list, more);
  setShown(element, false);

  function update(reasons) {
    items.show(reasons.slice(0, MOST_REASONS));
    const rest = reasons.slice(MOST_REASONS).reduce((sum, { ids }) => sum + ids.length, 0);
    setText(more, rest === 0 ? '' : `and ${plural(rest, 'stream', 'streams')} more, for other reasons`);
    setShown(more, rest > 0);
    setShown(element, reasons.length > 0);
  }

  return { element, update };
}

function waitingItem() {
  const why = el('p', { class: 'problem' });
  const list = el('p', {});
  let shown = '';

  function update({ reason, ids }) {
    setText(why, `${plural(ids.length, 'stream', 'streams')}: ${reason}`);
    if (shown !== ids.join()) {
      shown = ids.join();
      const links = ids.slice(0, MOST_WAITING).flatMap((id, index) => [index > 0 ? ', ' : '', el('a', { href: link('stream', id) }, id)]);
      list.replaceChildren(...links, ids.length > MOST_WAITING ? ` and ${count(ids.length - MOST_WAITING)} more` : '');
    }
  }

  return { element: el('li', {}, why, list), update };
}
