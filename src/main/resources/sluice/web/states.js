// What the states, causes and stages of the API mean to people. Pure functions.

import { duration, time } from './format.js';

/** A model that isn't there after so long may never be. */
const LONG_MS = 60_000;

/** A node that is busy may miss one of the rounds in which all are asked, every two seconds. */
const UNHEARD_SECONDS = 5;

/** A file that is played in real time may be that late for a moment. */
const LATE_SECONDS = 2;

/** Tones: good works, busy is on its way there, bad needs somebody, rest is meant to be so. */
const STATES = {
  starting: ['Starting', 'busy'],
  'waiting-for-model': ['Waiting for model', 'busy'],
  'waiting-for-node': ['Waiting for node', 'busy'],
  running: ['Running', 'good'],
  retrying: ['Retrying', 'bad'],
  paused: ['Paused', 'rest'],
  completed: ['Completed', 'rest'],
  stopped: ['Stopped', 'rest'],
  failed: ['Failed', 'bad'],
  insecure: ['Not verified', 'bad'],
  recording: ['Recording', 'good'],
  interrupted: ['Not recording', 'bad'],
  unsupported: ['Not recorded', 'bad'],
  'going-on': ['Going on', 'busy'],
  locked: ['Locked', 'rest'],
  ready: ['Ready', 'good'],
  compiling: ['Compiling', 'busy'],
  closing: ['Closing', 'rest'],
  healthy: ['Healthy', 'good'],
  'not-healthy': ['Not healthy', 'bad'],
  waiting: ['Waiting', 'busy'],
  moving: ['Moving', 'busy'],
  ending: ['Ending', 'rest'],
  joining: ['Joining', 'busy'],
  up: ['Up', 'good'],
  leaving: ['Leaving', 'busy'],
  exiting: ['Leaving', 'busy'],
  down: ['Lost', 'bad'],
  unreachable: ['Unreachable', 'bad'],
  draining: ['Draining', 'busy'],
  drained: ['Drained', 'rest'],
};

/** Names of stages and causes of drops that say more than the API's own do. */
const LABELS = {
  preprocess: 'Prepare', 'request-wait': 'Wait for a request', inference: 'Infer', postprocess: 'Decode boxes',
  rate: 'Over detect-fps', gated: 'Nothing moved', 'max-age': 'Too old',
};

/** Causes that drop frames because of too much work, not because somebody asked for fewer. */
const LOST = ['overload', 'max-age'];

/** Words for a stage or a cause, one that is not known yet too. */
export function label(name) {
  return LABELS[name] ?? capitalised(name);
}

/** The causes of which the API gives counts, those that lose frames first. */
export function causes(drops) {
  const names = Object.keys(drops ?? {});
  return [...LOST.filter((cause) => names.includes(cause)), ...names.filter((cause) => !LOST.includes(cause))];
}

/** Words for a state of a stream, a model, a sink or a node. */
export function word(state) {
  return STATES[state]?.[0] ?? capitalised(state);
}

/** The tone of a state: good, busy, bad or rest. */
export function tone(state) {
  return STATES[state]?.[1] ?? 'busy';
}

function capitalised(state) {
  const text = String(state ?? 'unknown').replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a stream, as the API gives it, is doing; unreachable where its node has not been heard of for longer than a moment. */
export function stateOf(stream) {
  return unheard(stream.status) ? 'unreachable' : stream.status?.state ?? 'starting';
}

/**
 * What is wrong with a stream: `{severity, text}`, or null where nothing is. Severity 3: it can't
 * go on by itself; 2: it does not work now; 1: it works, but not all of it.
 */
export function trouble(stream, now = Date.now()) {
  const status = stream.status;
  if (!status) {
    return null;
  }
  if (unheard(status)) {
    return { severity: 2, text: `Node ${status.node} does not answer; ${known(status['age-seconds'])}.` };
  }
  if (status.state === 'waiting-for-node') {
    return status.placement === 'waiting' ? { severity: 2, text: reason(status) } : null;
  }
  if (status.state === 'failed') {
    return { severity: 3, text: reason(status) };
  }
  if (status.state === 'retrying' || isBetweenTries(status)) {
    return { severity: 2, text: reason(status) };
  }
  if (status.state === 'waiting-for-model' && status.cause === status['last-error']) {
    return { severity: 2, text: status.cause };
  }
  if (status.state === 'waiting-for-model' && now - Date.parse(status.since) > LONG_MS) {
    return { severity: 2, text: `Waits for its model since ${time(status.since)}; see Models.` };
  }
  const sink = (status.sinks ?? []).find((each) => !each.healthy);
  if (sink) {
    return { severity: 1, text: `Sink ${sink.name}: ${sink['last-error'] ?? 'not healthy'}` };
  }
  const recording = status.recording ?? {};
  if (recording.state === 'interrupted') {
    return { severity: 1, text: `Recording is interrupted: ${recording.reason}` };
  }
  if (recording.state === 'unsupported') {
    return { severity: 1, text: `It can't be recorded: ${recording.reason}` };
  }
  if (status['behind-seconds'] >= LATE_SECONDS) {
    return { severity: 1, text: `The file is ${duration(status['behind-seconds'])} behind its own pace: decoding or inference can't keep up.` };
  }
  if (status['stuck-threads'] > 0) {
    return { severity: 1, text: `Decoder threads that never returned: ${status['stuck-threads']}` };
  }
  return null;
}

function unheard(status) {
  return status?.['node-unreachable'] === true && (status['age-seconds'] ?? Infinity) >= UNHEARD_SECONDS;
}

/** How old it is what a node said last. */
export function known(seconds) {
  return seconds === undefined ? 'nothing is known of it' : `what is shown is ${duration(seconds)} old`;
}

/** A stream that is opened again and again is in trouble while it tries, too; rounds may be told as one. */
function isBetweenTries(status) {
  const opening = status.state === 'starting' || status.state === 'waiting-for-model';
  return opening && (status.transitions ?? []).slice(-3).some((each) => each.state === 'retrying');
}

/** A try's own cause says little; the error that led to it says more. */
function reason(status) {
  return (isBetweenTries(status) ? status['last-error'] : null)
    ?? (status.cause || status['last-error'] || '');
}

/** What the recording of a stream is doing, where that is to be marked: not while it waits for the source. */
export function recordingOf(stream) {
  const state = stream?.status?.recording?.state;
  return state === undefined || state === 'waiting' ? null : state;
}

/** Frames that were lost because of too much work. */
export function lostFrames(status) {
  return LOST.reduce((sum, cause) => sum + (status?.drops?.[cause] ?? 0), 0);
}

/**
 * Milliseconds after which a picture of a stream is old: several periods, and some seconds. While nothing moves before a stream
 * with a gate of motion, its period is that of idle-fps, where that is longer.
 */
export function oldAfter(stream) {
  const rates = [stream?.['detect-fps'], stream?.status?.motion === 'idle' ? stream.motion?.['idle-fps'] : null];
  const period = Math.max(0, ...rates.filter((rate) => rate > 0).map((rate) => 1000 / rate));
  return Math.max(5000, 2.5 * period);
}
