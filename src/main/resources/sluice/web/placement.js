// Nodes of a cluster and the streams that they have, as GET /api/v1/cluster tells them. Pure functions.

import { decimal } from './format.js';

const byName = (a, b) => a.localeCompare(b, undefined, { numeric: true });

/** Whether a node is a member that others hear of. */
export function isUp(node) {
  return node.reachable && node.status === 'up';
}

/** The state of a node as a member: as the API has it, or unreachable. */
export function stateOfNode(node) {
  return node.reachable ? node.status : 'unreachable';
}

/** Of a node that is up and takes no streams: draining while it still has some, then drained; '' for others. */
export function drainOf(node, streams) {
  return isUp(node) && node.intake === 'draining' ? (streams > 0 ? 'draining' : 'drained') : '';
}

/** The nodes that take streams, those with the most room first. */
export function takers(nodes) {
  const load = ({ weight, capacity }) => (capacity > 0 ? weight / capacity : 1);
  return nodes.filter((node) => node.intake === 'open').sort((a, b) => load(a) - load(b) || byName(a.name, b.name));
}

/** What a stream does: its placement, or where that says that it runs, the state that its status tells. */
export function stateOfPlaced(placed, told) {
  return placed.state === 'running' ? told.get(placed.id) ?? 'running' : placed.state;
}

/** Nodes by name, each `{node, streams, count}` with its streams by name and how many; `homeless`: streams whose node is none of these. */
export function carried({ nodes, streams }) {
  const having = new Map([...nodes].sort((a, b) => byName(a.name, b.name)).map((node) => [node.name, { node, streams: [] }]));
  const homeless = [];
  for (const each of [...streams].sort((a, b) => byName(a.id, b.id))) {
    (having.get(each.node)?.streams ?? homeless).push(each);
  }
  return { carriers: [...having.values()].map((each) => ({ ...each, count: each.streams.length })), homeless };
}

/** Streams that no node has, by why: `{reason, ids}`, most streams first. */
export function waiting(homeless) {
  const reasons = new Map();
  for (const { id, node, reason } of homeless) {
    const why = reason || (node ? `node ${node} is no member any more` : 'no node has it');
    reasons.set(why, [...(reasons.get(why) ?? []), id]);
  }
  return [...reasons].map(([reason, ids]) => ({ reason, ids })).sort((a, b) => b.ids.length - a.ids.length || byName(a.reason, b.reason));
}

/** Of all: nodes up, streams that run by what their status tells, streams that wait, and how full the nodes are that take streams. */
export function totals({ nodes, streams }, told) {
  const sum = (list, value) => list.reduce((all, each) => all + value(each), 0);
  const open = takers(nodes);
  return {
    nodes: nodes.length,
    up: nodes.filter(isUp).length,
    open: open.length,
    streams: streams.length,
    running: streams.filter((each) => stateOfPlaced(each, told) === 'running').length,
    waiting: streams.filter((each) => each.state === 'waiting').length,
    weight: sum(open, (node) => node.weight),
    capacity: sum(open, (node) => node.capacity),
  };
}

/** The nodes whose name or labels have the words of a filter, with all their streams, and others with those streams whose names have them. */
export function found(carriers, words) {
  const wanted = words.trim().toLowerCase();
  const has = (text) => text.toLowerCase().includes(wanted);
  return carriers.flatMap((each) => {
    if ([each.node.name, ...each.node.labels].some(has)) {
      return [each];
    }
    const streams = each.streams.filter(({ id }) => has(id));
    return streams.length > 0 ? [{ ...each, streams }] : [];
  });
}

/** How full a node is, 0 to 1; more is 1, and null where its capacity isn't known. */
export function fullness({ weight, capacity }) {
  return capacity > 0 ? Math.min(1, weight / capacity) : null;
}

/** How full a node is, in words. */
export function loadOf({ weight, capacity }) {
  return capacity > 0 ? `${decimal(weight)} of ${decimal(capacity)}` : `${decimal(weight)}, capacity unknown`;
}
