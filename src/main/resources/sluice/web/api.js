// The HTTP API.

const PATIENCE_MS = 25_000;
const TEST_PATIENCE_MS = 40_000;

/** What the server refuses, in its words: status, title, message (its detail), problems of settings. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `the server answered ${status}`);
    this.status = status;
    this.type = String(body.type ?? '').replace('urn:sluice:problem:', '');
    this.title = body.title ?? '';
    this.problems = body.problems ?? [];
  }
}

async function call(method, path, body, patience = PATIENCE_MS, given = null) {
  const options = { method, signal: limit(patience, given), cache: 'no-store' };
  if (method !== 'GET') {
    options.headers = { 'Content-Type': 'application/json' };
    options.body = JSON.stringify(body ?? {});
  }
  const response = await answerOf(path, options);
  return response.status === 204 ? null : response.json();
}

/** What a cluster's nodes answer together; of those that don't, the header names them. */
const PUT_TOGETHER = /^(recordings(\/[^/]+\/(timeline|segments))?|recorded-events)(\?|$)/;
let missing = '';
let toldMissing = () => {};

function missingNodes(names) {
  if (names !== missing) {
    missing = names;
    toldMissing(names);
  }
}

/** Calls a function with the names of the nodes that don't tell what they have recorded, whenever they are others; '' for none. */
export function onMissingNodes(listener) {
  toldMissing = listener;
}

/** Ends what takes too long, and what isn't wanted any more. */
function limit(patience, given) {
  const late = AbortSignal.timeout(patience);
  return given === null ? late : AbortSignal.any([late, given]);
}

async function answerOf(path, options) {
  let response;
  try {
    response = await fetch(`api/v1/${path}`, options);
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    const late = failure.name === 'TimeoutError';
    throw new Problem(0, { detail: late ? 'The service did not answer in time.' : 'The service can\'t be reached.' });
  }
  if (!response.ok) {
    throw new Problem(response.status, await problemOf(response));
  }
  if (PUT_TOGETHER.test(path)) {
    missingNodes(response.headers.get('Sluice-Missing-Nodes') ?? '');
  }
  return response;
}

async function problemOf(response) {
  if (response.status === 401) {
    return { detail: 'The token is missing or wrong: load the page again and sign in.' };
  }
  try {
    return await response.json();
  } catch {
    return { detail: `The service answered ${response.status}.` };
  }
}

const stream = (id) => `streams/${encodeURIComponent(id)}`;
const draining = (node) => `cluster/nodes/${encodeURIComponent(node)}/drain`;

export const about = () => call('GET', 'about');
export const streams = () => call('GET', 'streams');
export const oneStream = (id) => call('GET', stream(id));
export const history = (id) => call('GET', `${stream(id)}/history`);
export const objects = (id) => call('GET', `${stream(id)}/objects`);
export const counts = (id) => call('GET', `${stream(id)}/counts`);
export const resetCounts = (id) => call('POST', `${stream(id)}/counts/reset`);
export const models = () => call('GET', 'models');
export const sinks = () => call('GET', 'sinks');
export const testSink = (name) => call('POST', `sinks/${encodeURIComponent(name)}/test`, {}, TEST_PATIENCE_MS);
export const devices = () => call('GET', 'devices');
export const config = () => call('GET', 'config');
export const streamSchema = async () => (await call('GET', 'openapi.json')).components.schemas.Stream;
export const reload = () => call('POST', 'config/reload');
/** Settings that are empty are left out. */
export const probe = (settings) =>
  call('POST', 'sources/probe', Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '')));
export const ticket = () => call('POST', 'live/tickets');
export const create = (settings) => call('POST', 'streams', settings);
export const change = (id, settings) => call('PATCH', stream(id), settings);
export const remove = (id) => call('DELETE', stream(id));

/** Recorded events that a query asks for, the newest first; before: the id of one that comes before them. */
export const recordedEvents = (query, limit, before = '') =>
  call('GET', `recorded-events?${query}${query && '&'}limit=${limit}${before && `&before=${before}`}`);
export const recordedEvent = (id) => call('GET', `recorded-events/${id}`);
export const lockEvent = (id, locked) => call(locked ? 'PUT' : 'DELETE', `recorded-events/${id}/lock`);
export const removeEvent = (id) => call('DELETE', `recorded-events/${id}`);
/** The text of a playlist, by the path that the API gave. */
export const playlist = async (path) =>
  (await answerOf(path.replace(/^\/api\/v1\//, ''), { signal: limit(PATIENCE_MS, null) })).text();

export const cluster = () => call('GET', 'cluster');
/** Gives a node's streams to others. */
export const drain = (node) => call('POST', draining(node));
/** Lets a node take streams again. */
export const endDrain = (node) => call('DELETE', draining(node));
export const move = (id, to) => call('POST', `${stream(id)}/move`, { to });

const recording = (id) => `recordings/${encodeURIComponent(id)}`;
const time = (ms) => new Date(ms).toISOString();
const span = (from, to) => `from=${time(from)}&to=${time(to)}`;

const atNode = (path, node) => (node ? `${path}?node=${encodeURIComponent(node)}` : path);

/** Where a recording's files are, below the page's address. */
export const recordingPath = (id, path) => `api/v1/${recording(id)}/${path}`;
export const recordings = () => call('GET', 'recordings');
/** What is recorded between two times in milliseconds; gaps below so many seconds are left out. */
export const timeline = (id, from, to, step, signal) =>
  call('GET', `${recording(id)}/timeline?${span(from, to)}&step=${step.toFixed(3)}`, undefined, PATIENCE_MS, signal);
export const recordedSegments = (id, from, to, signal) =>
  call('GET', `${recording(id)}/segments?${span(from, to)}`, undefined, PATIENCE_MS, signal);
/** The newest events between two times, before the one of an id where one is given. */
export const eventsOf = (id, from, to, most, before, signal) => call('GET',
  `recorded-events?stream=${encodeURIComponent(id)}&${span(from, to)}&limit=${most}${before ? `&before=${before}` : ''}`, undefined, PATIENCE_MS, signal);
/** Bytes of a recording's file, which the browser may keep. */
export async function recordedBytes(id, path, signal) {
  const response = await answerOf(`${recording(id)}/${path}`, { signal: limit(PATIENCE_MS, signal) });
  try {
    return await response.arrayBuffer();
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Problem(0, { detail: 'The service broke off a file.' });
  }
}

const LONG_PATIENCE_MS = 150_000;
let asked = null;
/** What the server can do: ids of its operations. */
export function operations() {
  asked ??= call('GET', 'openapi.json').then(
    (document) => new Set(Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId))),
    () => {
      asked = null; // it is asked again by the next page
      return new Set();
    });
  return asked;
}
export const exports = () => call('GET', 'exports');
/** In a cluster by the node that is named, of what that one has. */
export const exportRecording = (id, from, to, node) => call('POST', atNode(`${recording(id)}/exports`, node), { from: time(from), to: time(to) });
export const deleteExport = ({ number, node }) => call('DELETE', atNode(`exports/${number}`, node));
/** Where a part of an export is, below the page's address. */
export const exportPath = ({ number, node }, part) => `api/v1/${atNode(`exports/${number}/${part}`, node)}`;
export const deleteRecording = (id, from, to) => call('DELETE', `${recording(id)}?${span(from, to)}`, undefined, LONG_PATIENCE_MS);

/** pause, resume or restart. */
export const act = (id, action) => call('POST', `${stream(id)}/${action}`);
