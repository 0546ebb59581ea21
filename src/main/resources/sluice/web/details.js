// What is known of a stream, in words: facts, errors, changes of state.

import { areNumbers, ofNumbers } from './advice.js';
import { el, facts, table } from './dom.js';
import { bytes, count, duration, fps, fpsOf, millis, percent, size, time } from './format.js';
import { link } from './router.js';
import { label, stateOf, trouble, word } from './states.js';

/** The numbers beside the picture. */
export function now(stream) {
  const status = stream.status ?? {};
  const latency = status['latency-ms']?.['end-to-end'];
  return facts([
    ['Frame rate', fpsOf(status['fps-inferred'], status['fps-in'])],
    ['Latency', latency?.count > 0 ? `${millis(latency.p50)}, 99 %: ${millis(latency.p99)}` : '–'],
    ['In this state', status.since ? `since ${time(status.since)}` : null],
    ['Why', trouble(stream) ? null : status.cause],
    ['Node', nodeOf(status)],
    ['Model', status.devices ? `${status.model} on ${status.devices}` : status.model ?? stream.model],
    ['Source', el('span', { class: 'code' }, stream.source ?? '')],
    ['Certificate', status.insecure ? 'not checked (tls = insecure)' : null],
    ['Picture', status.width ? `${size(status.width, status.height)}, ${fps(status['frame-rate'])}${status.live ? ', live' : ''}` : null],
    ['Behind its pace', status['behind-seconds'] >= 1 ? duration(status['behind-seconds']) : null],
    ['Decoded', { reference: 'what is worked on and what that needs', key: 'key frames that are worked on' }[status.decode] ?? null],
    ['Decoded in', status.isolation === 'process' ? 'a process of its own' : null],
    ['Crashes of decoders', status['decoder-crashes'] > 0 ? count(status['decoder-crashes']) : null],
    ['Motion', { moving: `yes, ${percent(status['moving-share'])} of the time`, idle: `none; ${percent(status['moving-share'])} of the time` }[status.motion] ?? null],
    ['Recorded', recorded(status.recording)],
    ['Not recorded', named(status.recording?.['lost-seconds'], (cause) => `(${label(cause).toLowerCase()})`, duration)],
    ['Frames flow for', status['uptime-seconds'] > 0 ? duration(status['uptime-seconds']) : null],
    ['Inferred', `${count(status['frames-inferred'])} of ${count(status['frames-in'])} frames`],
    ['Dropped', named(status.drops, (cause) => label(cause).toLowerCase()) ?? 'none'],
    ['Pictures held', status.pictures > 0 ? `${count(status.pictures)}, ${bytes(status['picture-bytes'])}` : null],
    ['Damaged', status.damaged > 0 ? count(status.damaged) : null],
    ['Opened again', named(status.restarts)],
    ['Found', named(labelled(status.detections))],
    ['Labels', areNumbers(status.detections) ? ofNumbers(stream.model) : null],
  ]);
}

/** In a cluster: the node that has the stream, and where it moves. */
function nodeOf(status) {
  const moves = status['moves-to'] ? `, moves to ${status['moves-to']}` : '';
  return status.node ? el('span', {}, el('a', { href: link('nodes') }, status.node), moves) : null;
}

/** What was written since the service started, and what the recording does if it doesn't record. */
function recorded(recording) {
  const doing = { waiting: ', waits for the source', interrupted: ', interrupted', unsupported: ', not possible' }[recording?.state] ?? '';
  return recording ? `${bytes(recording.bytes)}${doing}` : null;
}

/** What was counted, with its name in words; null where nothing was. */
function named(counts, words = (name) => name, amounts = count) {
  return Object.entries(counts ?? {})
    .filter(([, amount]) => amount > 0)
    .map(([name, amount]) => `${amounts(amount)} ${words(name)}`)
    .join(', ') || null;
}

/** Models without names for what they find give numbers. */
function labelled(counts) {
  return Object.fromEntries(Object.entries(counts ?? {})
    .map(([label, amount]) => [/^\d+$/.test(label) ? `of label ${label}` : label, amount]));
}

/** What is wrong, or nothing. */
export function wrong(stream) {
  const found = trouble(stream);
  return found && el('div', { class: 'alert', data: { severity: found.severity } },
    el('strong', {}, `${word(stateOf(stream))}: `), found.text);
}

/** The last error, and what the sinks say. */
export function errors(stream) {
  const status = stream.status ?? {};
  const sinks = (status.sinks ?? []).filter((sink) => sink['last-error']);
  return [
    el('p', {}, status['last-error'] ?? 'None since the service started.'),
    ...sinks.map((sink) => el('p', {}, `Sink ${sink.name}${sink.healthy ? ' (well again)' : ''}: ${sink['last-error']}`)),
  ];
}

/** Changes of state, the newest first. */
export function transitions(stream) {
  const rows = [...(stream.status?.transitions ?? [])].reverse().map((each) => [
    time(each['last-at']), word(each.state), each.times > 1 ? `${each.cause} (${count(each.times)} times since ${time(each.at)})` : each.cause,
  ]);
  return table('Transitions', ['Time', 'State', 'Why'], rows);
}

/** What each stage spends on a frame. */
export function stages(stream) {
  const rows = Object.entries(stream.status?.['latency-ms'] ?? {})
    .filter(([, latency]) => latency.count > 0)
    .map(([stage, latency]) => [label(stage), millis(latency.mean), millis(latency.p50), millis(latency.p90), millis(latency.p99)]);
  return rows.length === 0 ? el('p', { class: 'sub' }, 'No frame has been worked on yet.')
    : table('Time per stage', ['Stage', 'Mean', '50 %', '90 %', '99 %'], rows);
}

/** Where results go. */
export function sinks(stream) {
  const rows = (stream.status?.sinks ?? []).map((sink) =>
    [el('a', { href: link('sinks') }, sink.name), sink.healthy ? 'Healthy' : 'Not healthy', count(sink.written),
      sink.waiting > 0 ? count(sink.waiting) : '–', count(sink.lost)]);
  return rows.length === 0 ? el('p', { class: 'sub' }, 'None: results go to the API alone.')
    : table('Sinks', ['Sink', 'Health', 'Written', 'Waiting', 'Lost'], rows);
}
