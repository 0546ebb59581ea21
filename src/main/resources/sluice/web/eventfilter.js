// Which recorded events are looked for, and the list of those that were found. Pure functions.

import * as zone from './zone.js';

/** What can be asked for, as the API and the page's address name it. */
const NAMES = ['stream', 'label', 'line', 'zone', 'from', 'to', 'min-score'];

/** Reads what a query asks for: a text for each name, '' where it isn't asked for or can't be read. */
export function read(query) {
  const given = new URLSearchParams(query);
  return Object.fromEntries(NAMES.map((name) => [name, readable(name, (given.get(name) ?? '').trim())]));
}

function readable(name, text) {
  if (name === 'from' || name === 'to') {
    return text === '' || Number.isNaN(Date.parse(text)) ? '' : new Date(text).toISOString().replace('.000Z', 'Z');
  }
  if (name === 'min-score') {
    const score = Number(text);
    return score > 0 && score <= 1 ? String(Math.round(score * 1000) / 1000) : '';
  }
  return text;
}

/** The query that asks for it; '' where all are asked for. */
export function write(filter) {
  return new URLSearchParams(NAMES.filter((name) => filter[name]).map((name) => [name, filter[name]])).toString();
}

/** Whether an event is one of those that are asked for, as the API decides it. */
export function has(filter, event) {
  return (!filter.stream || event.stream === filter.stream)
    && (!filter.label || event.label === filter.label)
    && (!filter.line || event.lines.includes(filter.line))
    && (!filter.zone || event.zones.includes(filter.zone))
    && (!filter.from || Date.parse(event.ended_at) >= Date.parse(filter.from))
    && (!filter.to || Date.parse(event.started_at) < Date.parse(filter.to))
    && (!filter['min-score'] || event.score >= Number(filter['min-score']));
}

/** Below 0 where one event stands before another: the newest first, as the API gives them. */
export function order(one, other) {
  const begun = (event) => Number(event.id.slice(0, event.id.indexOf('-')));
  return begun(other) - begun(one) || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

/** The list with events that are told: those that it has are replaced, and stay locked as they were; others get their place. */
export function merged(events, told) {
  const known = new Map(events.map((event) => [event.id, event]));
  told.forEach((event) => known.set(event.id, { ...event, locked: known.get(event.id)?.locked ?? event.locked }));
  return [...known.values()].sort(order);
}

/**
 * The list after its newest events were asked for again: what the answer has is as it says, and what it should have and
 * hasn't is gone. whole: whether the answer has all there are. Events that it has besides are left out.
 */
export function healed(events, answer, whole) {
  const now = new Map(answer.map((event) => [event.id, event]));
  const beyond = (event) => !whole && answer.length > 0 && order(event, answer.at(-1)) > 0;
  return events.filter((event) => now.has(event.id) || beyond(event)).map((event) => now.get(event.id) ?? event);
}

/** A moment for a field of date and time in a zone; '' for none. */
export function fieldTime(moment, where = zone.own()) {
  return moment ? zone.toField(Date.parse(moment), where).replace(/:00$/, '') : '';
}

/** The moment that stands in such a field; '' for none. */
export function moment(field, where = zone.own()) {
  const ms = zone.fromField(field, where);
  return ms === null ? '' : readable('from', new Date(ms).toISOString());
}
