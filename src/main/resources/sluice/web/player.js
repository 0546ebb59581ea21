// Plays recordings, run by run and over gaps, by Media Source Extensions. Times are milliseconds since 1970.

import * as api from './api.js';
import { el } from './dom.js';
import { at, GAP_MS, joined, mime, NONE, read, unbroken, without } from './segments.js';

/** Moment 0 of the video: before all that is played, and so near that fractions of a second stay exact. */
const EPOCH_MS = Math.floor(Date.now() / 86_400_000 - 4_000) * 86_400_000;
const WHOLE_S = 5_000 * 86_400;

/** Loaded ahead of what is shown, and kept behind it, in seconds of video; ahead, more where it plays faster. */
const AHEAD_S = 12;
const AHEAD_PER_SPEED_S = 6;
const PAUSED_S = 6;
const BEHIND_S = 20;

/** Browsers take some 100 MB of video; what would be more than this isn't loaded yet. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What is asked again, where it isn't there yet or couldn't be had. */
const AGAIN_MS = 2_500;
const LIVE_MS = 60_000;
const NUDGE_S = 0.005;

/** Decoders keep the last pictures before a gap to themselves: what they still have where they starve is left, at once or after a while. */
const STARVED_MS = 1_000;
const LEFT_S = { playing: 0.1, starved: 1, long: 8 };
const USUAL_FRAME_S = 0.04;
const STEPS = 12;

const Source = globalThis.ManagedMediaSource ?? globalThis.MediaSource;

/** Whether this browser plays a run's files. */
export function plays(run) {
  return Source !== undefined && Source.isTypeSupported(mime(run));
}

/**
 * A player of a stream's recordings. Handlers: `shown(ms)`, the moment on the screen; `told(text, kind)`, what is to be
 * said, of kind '', 'gap', 'end', 'wait' or 'bad'; `changed()`, it plays or is paused, or what can be done has changed.
 */
export function player(stream, { shown, told, changed }) {
  const video = el('video', { class: 'recorded', playsinline: true, muted: true, tabindex: '-1', 'aria-hidden': 'true' });
  video.muted = true;
  video.disableRemotePlayback = true;

  let list = NONE;
  let asked = 0;
  let session = null;
  let position = Date.now();
  let wanted = false;
  let speed = 1;
  let most = MOST_BYTES;
  let pumping = false;
  let timer = 0;
  let frame = USUAL_FRAME_S;
  let presented = null;
  let atEnd = false;
  let starved = 0;
  let closed = false;

  const seconds = (ms) => (ms - EPOCH_MS) / 1000;
  const millis = (s) => EPOCH_MS + s * 1000;

  /** Tells where the video is; a session that seeks is where it was sent. */
  function now() {
    if (session?.ready && session.target === null) {
      position = millis(video.currentTime);
    }
    return position;
  }

  /** Shows a moment, or what comes after it where nothing is recorded then. */
  async function seek(ms) {
    position = ms;
    shown(ms);
    presented = null;
    atEnd = false;
    told('', '');
    if (session?.ready && isLoaded(ms)) {
      session.target = null;
      video.currentTime = seconds(ms);
      pump();
      return;
    }
    await open(ms, false);
  }

  /** Begins anew at a moment. */
  async function open(ms, jumped) {
    end();
    const current = { ready: false, abort: new AbortController(), target: ms, loaded: [], run: 0, source: null, buffer: null, url: '', run0: null };
    session = current;
    told('One moment', 'wait');
    try {
      const file = await find(ms, current);
      if (session !== current) {
        return;
      }
      if (file === null) {
        position = ms;
        told('Nothing is recorded then, nor after it.', 'end');
        changed();
        return;
      }
      const start = Math.max(ms, file.from);
      if (start - ms > GAP_MS) {
        told({ from: ms, to: start }, 'gap');
      } else if (!jumped) {
        told('', '');
      }
      position = start;
      shown(start);
      const run = list.runs.get(file.run);
      current.run0 = run;
      changed();
      if (!plays(run)) {
        told({ codecs: run.codecs }, 'bad');
        return;
      }
      current.target = start;
      await attach(current, run);
      pump();
    } catch (problem) {
      failed(current, problem);
    }
  }

  /** The file at a moment or the next one after it; null where there is none. */
  async function find(ms, current) {
    if (ms < list.from || ms >= list.to) {
      list = await ask(ms, current);
    }
    return at(list, ms);
  }

  async function ask(from, current) {
    const to = Math.max(Date.now(), from) + LIVE_MS;
    const settled = Date.now() - LIVE_MS;
    const answer = read(await api.recordedSegments(stream, from, to, current.abort.signal), settled);
    asked = Date.now();
    return answer;
  }

  function attach(current, run) {
    return new Promise((resolve, reject) => {
      const source = new Source();
      current.source = source;
      current.url = URL.createObjectURL(source);
      source.addEventListener('sourceopen', () => {
        if (session !== current) {
          return;
        }
        try {
          source.duration = WHOLE_S;
          current.buffer = source.addSourceBuffer(mime(run));
          current.ready = true;
          resolve();
        } catch (problem) {
          reject(problem);
        }
      }, { once: true });
      video.src = current.url;
      video.playbackRate = speed;
    });
  }

  /** Lets go what is loaded and what is under way. */
  function end() {
    clearTimeout(timer);
    if (session !== null) {
      session.abort.abort();
      if (session.url !== '') {
        video.removeAttribute('src');
        video.load();
        URL.revokeObjectURL(session.url);
      }
      session = null;
    }
  }

  /** Loads file after file, for as long as that is wanted. */
  async function pump() {
    const current = session;
    if (pumping || current === null || !current.ready || closed) {
      return;
    }
    pumping = true;
    try {
      let more = true;
      while (more && session === current) {
        more = await step(current);
      }
    } catch (problem) {
      failed(current, problem);
    } finally {
      pumping = false;
    }
    if (session !== null && session !== current) {
      pump();
    }
  }

  /** One file; whether there may be more to do at once. */
  async function step(current) {
    const here = now();
    await evict(current, here);
    const file = next(current, here);
    if (file === null) {
      return listGoesOn(current, here);
    }
    const run = list.runs.get(file.run);
    if (!same(run, current.run0)) {
      return false; // a session of its own, once it is reached
    }
    if (enough(current, here, file)) {
      return false;
    }
    return load(current, file, run);
  }

  /** The first file from a moment on that isn't loaded. */
  function next(current, here) {
    const loaded = new Set(current.loaded.map((each) => each.number));
    return list.segments.find((each) => each.to > here && !loaded.has(each.number)) ?? null;
  }

  function same(run, other) {
    return run !== undefined && plays(run) && run.audio === other.audio;
  }

  /** Whether so much is loaded that nothing more is to be, for now. */
  function enough(current, here, file) {
    const ahead = current.loaded.filter((each) => each.to > here);
    const loaded = ahead.reduce((sum, each) => sum + each.to - Math.max(here, each.from), 0) / 1000;
    const goal = wanted ? AHEAD_S + AHEAD_PER_SPEED_S * speed : PAUSED_S;
    const bytes = ahead.reduce((sum, each) => sum + each.bytes, 0);
    return loaded > goal || (ahead.length > 0 && bytes + file.bytes > most);
  }

  async function load(current, file, run) {
    let bytes;
    try {
      bytes = [await api.recordedBytes(stream, file.path, current.abort.signal)];
      if (current.run !== run.number) {
        bytes.unshift(await api.recordedBytes(stream, run.init, current.abort.signal));
      }
    } catch (problem) {
      if (problem.status === 404) {
        list = without(list, file.number); // deleted meanwhile: a gap like others
        return true;
      }
      throw problem;
    }
    if (session !== current) {
      return false;
    }
    if (current.run !== run.number) {
      const type = mime(run);
      if (type !== mime(current.run0)) {
        current.buffer.changeType?.(type);
      }
      current.buffer.timestampOffset = seconds(run.began);
    }
    for (const part of bytes) {
      if (!(await append(current, part))) {
        current.run = 0;
        return false;
      }
    }
    current.run = run.number;
    current.run0 = run;
    current.loaded = [...current.loaded, file].sort((a, b) => a.from - b.from);
    arrive(current);
    return true;
  }

  /** Whether the browser took it. Where it has no room less is loaded from now on, and it is tried again. */
  async function append(current, bytes) {
    try {
      await work(current, () => current.buffer.appendBuffer(bytes));
      return true;
    } catch (problem) {
      if (problem.name !== 'QuotaExceededError') {
        throw problem;
      }
      most = Math.max(1024 * 1024, most / 2);
      await evict(current, now(), true);
      again(AGAIN_MS);
      return false;
    }
  }

  /** Takes out what was shown, and what lies far ahead of a moment that was gone back to. */
  async function evict(current, here, hard = false) {
    const behind = here - (hard ? 2 : BEHIND_S) * 1000;
    const bytes = current.loaded.reduce((sum, each) => sum + each.bytes, 0);
    const gone = current.loaded.filter((each) => each.to < behind);
    if (gone.length > 0 && (hard || gone.length > 8 || bytes > most)) {
      const until = Math.max(...gone.map((each) => each.to));
      await remove(current, 0, seconds(Math.min(until, behind)));
      current.loaded = current.loaded.filter((each) => !gone.includes(each));
    }
  }

  async function remove(current, from, to) {
    if (to > from) {
      await work(current, () => current.buffer.remove(from, to));
    }
  }

  /** Does something with the buffer, and waits until it is done. */
  function work(current, begin) {
    const { buffer, abort } = current;
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        buffer.removeEventListener('updateend', finished);
        buffer.removeEventListener('error', broken);
        abort.signal.removeEventListener('abort', given);
        settle(value);
      };
      const finished = () => done(resolve);
      const broken = () => done(reject, new Error('The browser can\'t read this part of the recording.'));
      const given = () => done(reject, new DOMException('given up', 'AbortError'));
      buffer.addEventListener('updateend', finished);
      buffer.addEventListener('error', broken);
      abort.signal.addEventListener('abort', given);
      try {
        begin();
      } catch (problem) {
        done(reject, problem);
      }
    });
  }

  /** Once what was sought is there, it is shown. */
  function arrive(current) {
    if (current.target === null) {
      jump();
      return;
    }
    const range = rangeAt(current.target);
    if (range !== null) {
      video.currentTime = Math.max(seconds(current.target), range.from + NUDGE_S);
      position = millis(video.currentTime);
      current.target = null;
      resume();
      changed();
    }
  }

  /** What is loaded at a moment, or begins within a file's first pictures after it. */
  function rangeAt(ms) {
    const target = seconds(ms);
    for (let i = 0; i < video.buffered.length; i++) {
      const [from, to] = [video.buffered.start(i), video.buffered.end(i)];
      if (from <= target + 1 && to > target + NUDGE_S) {
        return { from, to };
      }
    }
    return null;
  }

  function isLoaded(ms) {
    const range = rangeAt(ms);
    return range !== null && range.from <= seconds(ms);
  }

  /** Whether the list of files may say more. */
  async function listGoesOn(current, here) {
    const fresh = list.to < Date.now() - 2 * LIVE_MS || Date.now() - asked > AGAIN_MS;
    const much = unbroken(current.loaded.filter((each) => each.to > here), here) - here;
    if (!fresh || (much > 30_000 * speed)) {
      again(AGAIN_MS);
      return false;
    }
    const from = Math.max(list.to, here);
    const before = list.segments.length;
    const more = await ask(from, current);
    if (session === current) {
      list = joined(list, more);
    }
    return list.segments.length > before;
  }

  /** Goes over a gap, where the end of what is before it is reached. */
  function jump() {
    const current = session;
    if (!wanted || current === null || !current.ready || current.target !== null || video.seeking) {
      return;
    }
    const here = now();
    const range = rangeAt(here);
    const left = LEFT_S[starved === 0 ? 'playing' : Date.now() - starved < STARVED_MS ? 'starved' : 'long'];
    if (range !== null && range.from <= video.currentTime && range.to > video.currentTime + left) {
      if (atEnd) {
        atEnd = false;
        told('', '');
      }
      return;
    }
    const end = range !== null && range.from <= video.currentTime ? millis(range.to) : here;
    const file = list.segments.find((each) => each.to > end + 100) ?? null;
    if (file === null) {
      atEnd = true;
      told(Date.now() - end < LIVE_MS ? 'This is the newest; more is shown as it is recorded.' : 'This is the end of what is recorded.', 'end');
      again(AGAIN_MS);
      return;
    }
    if (!same(list.runs.get(file.run), current.run0)) {
      tellGap(end, file.from);
      open(Math.max(file.from, end), true);
      return;
    }
    if (current.loaded.some((each) => each.number === file.number)) {
      const start = rangeAfter(video.currentTime);
      if (start !== null) {
        tellGap(end, millis(start));
        presented = null;
        video.currentTime = start + NUDGE_S;
        resume();
      }
    }
    pump();
  }

  function rangeAfter(second) {
    for (let i = 0; i < video.buffered.length; i++) {
      if (video.buffered.start(i) > second) {
        return video.buffered.start(i);
      }
    }
    return null;
  }

  function tellGap(from, to) {
    if (to - from > GAP_MS) {
      atEnd = false;
      told({ from, to }, 'gap');
    }
  }

  function again(pause) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (session?.target === null) {
        jump();
      }
      pump();
    }, pause);
  }

  /** Says what is wrong; what may pass is tried again. */
  function failed(current, problem) {
    if (session !== current || problem.name === 'AbortError') {
      return;
    }
    told(problem.message, 'bad');
    if (problem.status === 0 || problem.status === 503) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (session === current) {
          current.ready ? pump() : open(current.target ?? position, false);
        }
      }, AGAIN_MS);
    }
  }

  async function resume() {
    if (wanted && session?.ready && session.target === null) {
      try {
        video.playbackRate = speed;
        await video.play();
      } catch (problem) {
        if (problem.name === 'NotAllowedError') {
          pause();
        }
      }
    }
  }

  function play() {
    wanted = true;
    if (session === null) {
      seek(position);
    } else {
      resume();
      jump();
      pump();
    }
    changed();
  }

  function pause() {
    wanted = false;
    video.pause();
    changed();
  }

  /** Plays so many times as fast; false where the browser doesn't. */
  function setSpeed(value) {
    try {
      video.playbackRate = value;
      video.defaultPlaybackRate = value;
      speed = value;
      pump();
      return true;
    } catch {
      return false;
    }
  }

  /** One picture back or on; what is shown longer than others is left after some tries. */
  async function stepFrame(direction) {
    pause();
    const from = presented ?? video.currentTime;
    if (session === null || !session.ready || session.target !== null) {
      return;
    }
    for (let i = 1; i <= (direction < 0 ? 2 : STEPS); i++) {
      const target = direction < 0 ? from - 0.002 * i : from + frame * (i + 0.5);
      if (rangeAt(millis(target)) === null) {
        await seek(millis(target));
        return;
      }
      video.currentTime = target;
      const seen = await nextPicture();
      if (seen === null || Math.abs(seen - from) > 0.001) {
        if (seen !== null && direction < 0) {
          learn(from - seen);
        }
        return;
      }
    }
  }

  function nextPicture() {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(presented), 250);
      if (!video.requestVideoFrameCallback) {
        video.addEventListener('seeked', () => {
          clearTimeout(late);
          resolve(null);
        }, { once: true });
        return;
      }
      video.requestVideoFrameCallback((_, { mediaTime }) => {
        clearTimeout(late);
        presented = mediaTime;
        resolve(mediaTime);
      });
    });
  }

  function learn(length) {
    if (length > 0.004 && length < frame * 1.5) {
      frame = length;
    }
  }

  let drawing = 0;
  function draw() {
    drawing = 0;
    if (session?.ready && session.target === null) {
      shown(now());
    }
    if (!video.paused && !closed) {
      drawing = requestAnimationFrame(draw);
    }
  }
  function redraw() {
    if (drawing === 0 && !closed) {
      drawing = requestAnimationFrame(draw);
    }
  }

  function watchPictures(_, { mediaTime }) {
    if (presented !== null && !video.seeking) {
      learn(mediaTime - presented);
    }
    presented = mediaTime;
    if (!closed) {
      video.requestVideoFrameCallback(watchPictures);
    }
  }
  video.requestVideoFrameCallback?.(watchPictures);

  for (const event of ['play', 'pause', 'seeked', 'timeupdate', 'loadeddata']) {
    video.addEventListener(event, redraw);
  }
  video.addEventListener('play', changed);
  video.addEventListener('pause', changed);
  video.addEventListener('timeupdate', pump);
  video.addEventListener('timeupdate', jump);
  video.addEventListener('waiting', () => {
    starved ||= Date.now();
    jump();
    again(STARVED_MS + 100);
  });
  for (const event of ['playing', 'seeking']) {
    video.addEventListener(event, () => {
      starved = 0;
    });
  }
  video.addEventListener('error', () => {
    if (session?.ready && video.error) {
      const current = session;
      told('The browser can\'t decode this part of the recording.', 'bad');
      current.ready = false;
      current.abort.abort();
    }
  });

  /** Forgets what is loaded: some of it may be deleted. */
  function reload() {
    list = NONE;
    open(now(), false);
  }

  return {
    video, seek, play, pause, stepFrame, setSpeed, reload,
    get playing() {
      return wanted;
    },
    get position() {
      return now();
    },
    /** The file and run at the moment that is shown; null where none is known. */
    get file() {
      const found = at(list, now());
      return found === null || found.from > now() + GAP_MS ? null : { ...found, codecs: list.runs.get(found.run)?.codecs };
    },
    get audio() {
      return session?.run0?.audio === true;
    },
    close() {
      closed = true;
      cancelAnimationFrame(drawing);
      end();
    },
  };
}
