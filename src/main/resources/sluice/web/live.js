// The one WebSocket: pictures, video and events of what is on the screen. Connects again by itself.

import * as api from './api.js';
import { picture, SILENCE_MS, TAKEN_AFTER, TAKEN_MS, wait, watch } from './protocol.js';

let socket = null;
let welcomed = false;
let tries = 0;
let timer = 0;
let watching = '';
let wanted = watch(new Map(), []);

/** When the server was heard last, in milliseconds; 0 before the first time. */
export let heard = 0;

/** Why the server doesn't want us, or null. */
export let refused = null;

/** When it is tried again, in milliseconds; 0 while it is being tried. */
export let nextTry = 0;

const handlers = { picture: () => {}, video: () => {}, noVideo: () => {}, event: () => {}, change: () => {} };

/** By stream, the piece of video that came last and how many were not acknowledged. */
const taken = new Map();

/**
 * Says who takes pictures (`(header, jpeg, shown)`), pieces of video (`(header, bytes)`), streams that have none
 * (`(stream, reason)`), events (`(message)`), and hears of changes.
 */
export function connect(given) {
  Object.assign(handlers, given);
  setInterval(checkSilence, 2000);
  setInterval(sendTaken, TAKEN_MS);
  open();
}

/** Asks for these from now on: widths by stream, and streams whose events and whose videos count, as {@link watch} has them. */
export function want(widths, events, videos, types) {
  wanted = watch(widths, events, videos, types);
  sendWatch();
}

/** Tries at once. */
export function tryNow() {
  if (!socket) {
    tries = 0;
    open();
  }
}

async function open() {
  clearTimeout(timer);
  nextTry = 0;
  const current = { closed: false };
  socket = current;
  try {
    const { ticket } = await api.ticket();
    if (socket === current) {
      begin(current, ticket);
    }
  } catch (problem) {
    refused = problem.status > 0 ? problem.message : null;
    ended(current);
  }
}

function begin(current, ticket) {
  const address = new URL('api/v1/live', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const connection = new WebSocket(address);
  connection.binaryType = 'arraybuffer';
  current.connection = connection;
  current.opened = Date.now();
  connection.onopen = () => connection.send(JSON.stringify({ type: 'hello', ticket }));
  connection.onmessage = (message) => {
    if (socket !== current) {
      return;
    }
    current.opened = Date.now();
    if (typeof message.data === 'string') {
      text(JSON.parse(message.data));
    } else {
      heard = Date.now();
      pictureCame(message.data);
    }
  };
  connection.onclose = () => ended(current);
}

function text(message) {
  if (message.type === 'refused') {
    refused = message.reason;
    handlers.change();
    return;
  }
  heard = Date.now();
  if (message.type === 'welcome') {
    refused = null;
    welcomed = true;
    tries = 0;
    watching = '';
    sendWatch();
    handlers.change();
  } else if (message.type === 'no-video') {
    handlers.noVideo(message.stream, message.reason);
  } else if (message.type === 'event') {
    handlers.event(message);
  } else if (message.type === 'alive') {
    send(JSON.stringify({ type: 'alive' }));
  }
}

/** The server sends no more than two pictures of a stream that nobody has said to be shown. */
function pictureCame(buffer) {
  const { header, jpeg } = picture(buffer);
  if (header.kind) {
    handlers.video(header, jpeg);
    if (header.kind === 'fragment') {
      take(header);
    }
    return;
  }
  const shown = () => send(JSON.stringify({ type: 'shown', stream: header.stream }));
  handlers.picture(header, jpeg, shown);
}

/** The server sends no more video ahead than it knows to have come. */
function take({ stream, number }) {
  const known = taken.get(stream) ?? { count: 0 };
  taken.set(stream, known);
  known.number = number;
  known.count += 1;
  if (known.count >= TAKEN_AFTER) {
    sendTaken();
  }
}

function sendTaken() {
  for (const [stream, { number }] of taken) {
    send(JSON.stringify({ type: 'taken', stream, number }));
  }
  taken.clear();
}

function sendWatch() {
  if (welcomed && wanted !== watching && send(wanted)) {
    watching = wanted;
  }
}

function send(text) {
  const connection = socket?.connection;
  const open = connection?.readyState === WebSocket.OPEN;
  if (open) {
    connection.send(text);
  }
  return open;
}

function ended(current) {
  if (socket !== current) {
    return;
  }
  socket = null;
  welcomed = false;
  watching = '';
  const pause = wait(tries);
  tries += 1;
  nextTry = Date.now() + pause;
  timer = setTimeout(open, pause);
  handlers.change();
}

/** A connection that says nothing is let go; the browser might wait for minutes. */
function checkSilence() {
  const current = socket;
  if (current?.connection && Date.now() - current.opened > SILENCE_MS) {
    ended(current);
    current.connection.close();
  }
}

addEventListener('online', tryNow);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    tryNow();
  }
});
