// A node on the page of nodes, with its streams.

import { busy } from './actions.js';
import * as api from './api.js';
import { badge, setState } from './badges.js';
import { choose, confirm } from './dialog.js';
import { el, setAttribute, setShown, setText, svg, uniqueId } from './dom.js';
import { percent, plural } from './format.js';
import { keptList } from './lists.js';
import { say } from './notices.js';
import { drainOf, fullness, isUp, loadOf, stateOfNode, stateOfPlaced, takers } from './placement.js';
import { link } from './router.js';
import { known } from './states.js';

/** So many streams of a node are listed; the filter finds the others. */
const MOST_ROWS = 100;

/**
 * A node: `element`, `update({node, streams, count, self, cluster, told})`. open: whether its streams are listed to
 * begin with. changes: whether anything may be done. changed: called after something was done.
 */
export function nodeCard(name, { open, changes, changed }) {
  const heading = uniqueId('node');
  const state = badge('up');
  const drain = badge('draining');
  const marks = el('p', { class: 'sub' });
  const problem = el('p', { class: 'problem' });
  const load = loadBar('Capacity used: ');
  const button = el('button', { type: 'button', class: 'button', on: { click: () => (isDraining() ? endDrain() : askDrain()) } });
  const action = el('div', { class: 'row' }, button);
  const list = el('ul', { class: 'placed', role: 'list' });
  const more = el('p', { class: 'sub' });
  const summary = el('summary', {});
  const details = el('details', { open, on: { toggle: fill } }, summary, list, more);
  const rows = keptList(list, (each) => each.placed.id, (each) => row(each.placed.id, { changes, changed, summary }));
  const element = el('li', { class: 'panel node', data: { node: name }, 'aria-labelledby': heading },
    el('div', { class: 'node-head' }, el('h2', { id: heading }, name), drain, state),
    marks, problem, load.element, details,
    action);
  let last = null;
  const isDraining = () => last.node.intake === 'draining';

  function update(next) {
    last = next;
    const { node, streams, count } = next;
    setState(state, stateOfNode(node));
    const draining = drainOf(node, count);
    setShown(drain, draining !== '');
    setState(drain, draining || 'draining');
    setText(marks, marksOf(next));
    setShown(marks, marks.textContent !== '');
    setText(problem, node.reachable ? '' : `It does not answer; ${known(node['told-seconds'])}.`);
    setShown(problem, !node.reachable);
    load.update(node);
    setText(summary, streams.length === count ? plural(count, 'stream', 'streams') : `${streams.length} of ${plural(count, 'stream', 'streams')}`);
    setShown(details, count > 0);
    setShown(action, changes && isUp(node));
    setText(button, isDraining() ? 'Take streams again' : 'Drain');
    setAttribute(button, 'aria-label', isDraining() ? `Let ${name} take streams again` : `Drain ${name}`);
    fill();
  }

  /** Streams are listed only where somebody looks. */
  function fill() {
    const { streams, cluster, told } = last;
    rows.show(details.open ? streams.slice(0, MOST_ROWS).map((placed) => ({ placed, cluster, told })) : []);
    const rest = streams.length - MOST_ROWS;
    setText(more, rest > 0 ? `and ${plural(rest, 'stream', 'streams')} more; the filter finds them` : '');
    setShown(more, rest > 0);
  }

  async function askDrain() {
    const moved = last.count > 0 ? `${plural(last.count, 'stream moves', 'streams move')} to other nodes, a few at a time. ` : '';
    const text = `${moved}It takes no streams until you let it, and stays in the cluster.`;
    if (await confirm(`Drain ${name}?`, text, 'Drain')) {
      await busy(button, async () => {
        const { accepted } = await api.drain(name);
        say(`${accepted}.`);
      });
      changed();
    }
    button.focus();
  }

  async function endDrain() {
    await busy(button, async () => {
      await api.endDrain(name);
      say(`${name} takes streams again.`);
    });
    changed();
    button.focus();
  }

  return { element, update };
}

function marksOf({ node, self }) {
  return [self ? 'This node' : '', node.placer ? 'Places the streams' : '', node.labels.join(', ')].filter((each) => each !== '').join(' · ');
}

/** How full a node is, or several together: words that begin with a label, and a bar: `element`, `update({weight, capacity})`. */
export function loadBar(label = '') {
  const part = svg('rect', { height: 1, width: 0 });
  const words = el('span');
  const bar = svg('svg', { class: 'bar', viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, part);

  function update(node) {
    const full = fullness(node);
    setAttribute(part, 'width', full ?? 0);
    setAttribute(bar, 'data-full', full === 1);
    setText(words, label + (full === null ? loadOf(node) : `${loadOf(node)} · ${percent(node.weight / node.capacity)}`));
  }

  return { element: el('div', { class: 'load' }, words, bar), update };
}

/** A stream of a node: `element`, `update({placed, cluster, told})`, `close()`. */
function row(id, { changes, changed, summary }) {
  const state = badge('running');
  const reason = el('span', { class: 'sub' });
  const move = el('button', { type: 'button', class: 'button small', 'aria-label': `Move ${id}`, on: { click: ask } }, 'Move');
  const element = el('li', { data: { placed: id } }, el('a', { href: link('stream', id) }, id), state, changes ? move : null, reason);
  let last = null;

  function update(next) {
    last = next;
    const { placed, told } = next;
    setState(state, stateOfPlaced(placed, told));
    const to = placed['moves-to'] ? `moves to ${placed['moves-to']}` : '';
    setText(reason, [to, placed.reason ?? ''].filter((each) => each !== '').join(': '));
    setShown(reason, reason.textContent !== '');
    setShown(move, ['running', 'starting'].includes(placed.state));
  }

  async function ask() {
    const others = takers(last.cluster.nodes).filter((node) => node.name !== last.placed.node);
    if (others.length === 0) {
      say('There is no other node that takes streams.', true);
      return;
    }
    const options = others.map((node) => [node.name, `${node.name} (${[`${loadOf(node)} used`, ...node.labels].join(', ')})`]);
    const text = `It ends at ${last.placed.node} first, and begins at the other node then.`;
    const to = await choose(`Move ${id}`, text, 'To', options, 'Move');
    if (to !== null) {
      await busy(move, async () => {
        await api.move(id, to);
        say(`${id} moves to ${to}.`);
      });
      changed();
    }
    (move.isConnected ? move : summary).focus();
  }

  /** Who stood in a row that goes stands where it was. */
  function close() {
    if (element.contains(document.activeElement)) {
      summary.focus();
    }
  }

  return { element, update, close };
}
