// Plays a stream's video as it comes: fragments of one picture each, by Media Source Extensions.

import { el } from './dom.js';
import { lateness, patience, removable, steer, timeline, FAR } from './liveedge.js';

const TICK_MS = 200;

/** Video that has begun and then stops for so long is given up. */
const SILENT_MS = 3000;

/** So long a key frame is waited for, at the begin and where the page was hidden. */
const BEGIN_MS = 15_000;

/** So long after its begin video may catch up without a word. */
const FIRST_MS = 2500;

const mime = (codecs) => `video/mp4; codecs="${codecs}"`;

/** Whether this browser plays any video so. */
export const possible = typeof MediaSource === 'function';

/**
 * A player: `element`, `start(header, bytes)` and `fragment(header, bytes)` as the server sends them, `shownAt()` (when
 * the picture that is shown came, in the server's milliseconds, or null), `close()`. does: `playing()` when the first
 * picture is shown, `failed(reason)` once, and nothing afterwards.
 */
export function videoPlayer(id, does) {
  const element = el('video', { 'aria-label': `Live video of ${id}`, playsinline: true, data: { video: '' } });
  element.muted = true;
  const source = new MediaSource();
  const address = URL.createObjectURL(source);
  const places = timeline();
  const late = lateness();
  const limit = patience();
  let buffer = null;
  let waiting = [];
  let offset = 0;
  let last = Date.now();
  let silence = BEGIN_MS;
  let begun = 0;
  let inits = 0;
  let over = false;
  let started = false;
  let playing = false;

  function fail(reason) {
    if (!over) {
      close();
      does.failed(reason);
    }
  }

  function close() {
    over = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    element.removeAttribute('src');
    element.load();
    URL.revokeObjectURL(address);
    waiting = [];
  }

  const ranges = () => {
    const all = buffer?.buffered;
    return all ? Array.from({ length: all.length }, (_, i) => [all.start(i), all.end(i)]) : [];
  };

  /** Gives the browser what waits: an initialisation alone, fragments together. */
  function pump() {
    if (over || !buffer || buffer.updating || waiting.length === 0) {
      return;
    }
    try {
      const [first] = waiting;
      if (first.codecs) {
        begin(waiting.shift());
      } else {
        const end = waiting.findIndex((each) => each.codecs);
        const parts = waiting.splice(0, end < 0 ? waiting.length : end);
        parts.forEach((part) => places.add(offset + part.start, part.at));
        buffer.appendBuffer(joined(parts.map((part) => part.bytes)));
      }
    } catch (problem) {
      fail(`the browser does not take it (${problem.name})`);
    }
  }

  /** Media times begin at 0 with each: they follow on what is there. */
  function begin({ codecs, bytes }) {
    const end = ranges().at(-1)?.[1] ?? 0;
    offset = end;
    if (inits > 0) {
      buffer.changeType(mime(codecs));
    }
    inits += 1;
    buffer.timestampOffset = offset;
    buffer.appendBuffer(bytes);
  }

  function updated() {
    if (over) {
      return;
    }
    if (!started && ranges().length > 0) {
      started = true;
      element.play().catch(() => fail('the browser does not play it'));
    }
    const until = removable(element.currentTime, ranges());
    if (waiting.length > 0) {
      pump();
    } else if (until !== null && !buffer.updating) {
      buffer.remove(0, until);
    }
  }

  /** A page that is hidden gets no video, and it begins anew when the page is seen again. */
  function seen() {
    last = Date.now();
    silence = BEGIN_MS;
  }

  function tick() {
    const now = Date.now();
    if (document.hidden) {
      return;
    }
    if (now - last > silence) {
      fail(`no video has come for ${Math.round((now - last) / 1000)} s`);
      return;
    }
    if (begun === 0) {
      return;
    }
    const first = now - begun < FIRST_MS;
    const { to, rate } = steer({ position: element.currentTime, ranges: ranges(), rate: element.playbackRate, first });
    const shown = places.at(element.currentTime);
    const behind = shown === null ? 0 : late.of(now, shown);
    element.dataset.behind = behind.toFixed(3);
    if (to !== null) {
      element.currentTime = to;
    }
    if (element.playbackRate !== rate) {
      element.playbackRate = rate;
    }
    if (!first && playing && behind > FAR && limit.behind(now)) {
      fail(`it was more than ${FAR} s behind again`);
    }
  }

  source.addEventListener('sourceopen', pumpFirst, { once: true });
  element.addEventListener('error', () => fail(`the browser can't play it${element.error?.message ? ` (${element.error.message})` : ''}`));
  element.addEventListener('playing', () => {
    if (!playing && !over) {
      playing = true;
      does.playing();
    }
  });
  document.addEventListener('visibilitychange', seen);
  const timer = setInterval(tick, TICK_MS);
  element.src = address;

  function pumpFirst() {
    if (over || buffer || source.readyState !== 'open' || waiting.length === 0) {
      return;
    }
    try {
      buffer = source.addSourceBuffer(mime(waiting[0].codecs));
      buffer.addEventListener('updateend', updated);
      pump();
    } catch (problem) {
      fail(`the browser does not take it (${problem.name})`);
    }
  }

  return {
    element,
    start(header, bytes) {
      if (over) {
        return;
      }
      last = Date.now();
      if (!MediaSource.isTypeSupported(mime(header.codecs))) {
        fail(`this browser does not play ${header.codecs}`);
        return;
      }
      begun = 0;
      waiting.push({ codecs: header.codecs, bytes });
      pumpFirst();
      pump();
    },
    fragment(header, bytes) {
      if (over) {
        return;
      }
      last = Date.now();
      begun = begun || last;
      silence = SILENT_MS;
      const at = Date.parse(header.at);
      late.arrived(last, at);
      waiting.push({ start: header.start, at, bytes });
      pump();
    },
    shownAt: () => places.at(element.currentTime),
    close,
  };
}

function joined(parts) {
  if (parts.length === 1) {
    return parts[0];
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
