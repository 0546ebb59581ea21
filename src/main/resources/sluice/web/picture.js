// Live pictures and video: shown as they come, watched only while they are on the screen, marked when they are old.

import { drawBoxes, found } from './liveboxes.js';
import { el, setAttribute, setShown, setText } from './dom.js';
import { duration } from './format.js';
import * as live from './live.js';
import { again } from './liveedge.js';
import { width } from './protocol.js';
import { oldAfter } from './states.js';
import { possible, videoPlayer } from './video.js';

const pictures = new Map();
let eventsOf = [];
let typesOf;
let pending = 0;

/** Where the browser keeps whether video is wanted. */
const KEY = 'sluice.live';

/**
 * A picture of a stream: `element` to be placed, `update(stream)` for what the service says, `close()`
 * when it leaves the page. A page holds one of a stream. large: as wide as there is room.
 */
export function livePicture(id, large = false) {
  const canvas = el('canvas', {
    width: 320, height: 180, role: 'img', 'aria-label': `Live picture of ${id}`, data: { picture: '' },
  });
  const note = el('p', { class: 'picture-note' });
  const age = el('p', { class: 'picture-age' });
  setShown(age, false);
  const element = el('div', { class: 'picture', data: { empty: '' } }, canvas, note, age);
  const own = {
    id, large, element, canvas, note, age, visible: false, at: 0, decoding: false, waiting: null, oldAfter: oldAfter(), resting: '',
  };
  pictures.set(id, own);
  observer.observe(element);
  owners.set(element, own);
  return { element, update: (stream) => update(own, stream), close: () => close(own) };
}

const owners = new WeakMap();
const observer = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const own = owners.get(entry.target);
    if (own) {
      own.visible = entry.isIntersecting;
    }
  }
  tell();
}, { rootMargin: '120px' });

function update(own, stream) {
  const state = stream.status?.state ?? 'starting';
  own.oldAfter = oldAfter(stream);
  own.resting = { paused: 'Paused', completed: 'Completed', stopped: 'Stopped' }[state] ?? '';
  const waiting = state === 'running' ? 'Waiting for a picture' : 'No picture';
  setText(own.note, own.resting || waiting);
  mark(own);
}

function close(own) {
  observer.unobserve(own.element);
  if (pictures.get(own.id) === own) {
    pictures.delete(own.id);
  }
  tell();
}

/**
 * A large picture with a button that chooses between pictures and video, as {@link livePicture} has it, and `choice`,
 * the button and why there is no video. Pictures are shown until video plays, and again where it fails; then video is
 * tried again after a while.
 */
export function liveView(id) {
  const view = livePicture(id, true);
  const own = pictures.get(id);
  const button = el('button', { type: 'button', class: 'button', on: { click: () => choose(own, !own.video.wanted) } }, 'Video');
  const reason = el('span', { class: 'sub', role: 'status' });
  own.video = { wanted: remembered(), player: null, playing: false, failures: 0, timer: 0, boxes: el('canvas', { class: 'boxes', 'aria-hidden': 'true' }), found: found(), button, reason };
  own.element.dataset.view = 'pictures';
  showChoice(own, '');
  begin(own);
  return {
    ...view,
    choice: el('div', { class: 'row view-choice' }, button, reason),
    close: () => {
      own.video.wanted = false;
      stop(own);
      view.close();
    },
  };
}

function remembered() {
  try {
    return localStorage.getItem(KEY) !== 'pictures';
  } catch {
    return true;
  }
}

function choose(own, video) {
  own.video.wanted = video;
  own.video.failures = 0;
  try {
    localStorage.setItem(KEY, video ? 'video' : 'pictures');
  } catch {
    // Then it is chosen for this page only.
  }
  stop(own);
  showChoice(own, '');
  begin(own);
}

function showChoice({ video }, reason) {
  setAttribute(video.button, 'aria-pressed', String(video.wanted));
  setText(video.reason, reason);
}

/** Tries video, beside the pictures. */
function begin(own) {
  const { video } = own;
  if (!video.wanted || video.player) {
    return;
  }
  if (!possible) {
    showChoice(own, 'Pictures instead: this browser has no Media Source Extensions.');
    return;
  }
  video.player = videoPlayer(own.id, {
    playing: () => {
      video.playing = true;
      own.element.append(video.boxes);
      own.element.dataset.view = 'video';
      showChoice(own, '');
      drawAlong(own, video.player);
      tell();
    },
    failed: (reason) => failed(own, reason),
  });
  own.element.append(video.player.element);
  tell();
}

function failed(own, reason) {
  const { video } = own;
  stop(own);
  video.failures += 1;
  showChoice(own, `Pictures instead: ${reason}.`);
  video.timer = setTimeout(() => begin(own), again(video.failures));
}

/** Back to pictures. */
function stop(own) {
  const { video } = own;
  clearTimeout(video.timer);
  video.player?.element.remove();
  video.player?.close();
  video.boxes.remove();
  video.player = null;
  video.playing = false;
  own.element.dataset.view = 'pictures';
  tell();
}

/** Draws boxes with each picture of a video, as long as it is shown. */
function drawAlong(own, player) {
  const { video } = own;
  const draw = () => {
    if (video.player === player) {
      const at = player.shownAt();
      const { videoWidth: width, videoHeight: height } = player.element;
      if (at !== null && width > 0) {
        drawBoxes(video.boxes, width, height, video.found.at(at));
      }
      player.element.requestVideoFrameCallback(draw);
    }
  };
  player.element.requestVideoFrameCallback(draw);
}

/** Takes a piece of video of the server's. */
export function takeVideo(header, bytes) {
  const own = pictures.get(header.stream);
  const player = own?.video?.player;
  if (!player) {
    return;
  }
  if (header.kind === 'init') {
    player.start(header, bytes);
  } else {
    player.fragment(header, bytes);
    if (own.video.playing) {
      own.at = Date.now();
      delete own.element.dataset.empty;
    }
  }
}

/** The server has no video of a stream. */
export function noVideo(stream, reason) {
  const own = pictures.get(stream);
  if (own?.video?.player) {
    failed(own, reason);
  }
}

/** What was found in a stream, for who draws it over video. */
export function foundIn(message) {
  pictures.get(message.stream)?.video?.found.add(message.data);
}

/** Asks for the events of these streams besides, or of 'all'; where types are given, for those alone. */
export function wantEvents(ids, types) {
  eventsOf = ids;
  typesOf = types;
  tell();
}

/** Tells the server what is on the screen; nothing while the page is hidden. */
function tell() {
  if (pending === 0) {
    pending = setTimeout(() => {
      pending = 0;
      const widths = new Map();
      const videos = [];
      if (!document.hidden) {
        for (const own of pictures.values()) {
          if (own.video?.player) {
            videos.push(own.id);
          }
          if (own.visible && !own.video?.playing) {
            widths.set(own.id, width(own.element.clientWidth * devicePixelRatio, own.large));
          }
        }
      }
      live.want(widths, document.hidden ? [] : eventsOf, videos, typesOf);
    }, 50);
  }
}

/** Takes a picture of the server's; calls shown when it is drawn, or passed over for a newer one. */
export function take(header, jpeg, shown) {
  const own = pictures.get(header.stream);
  if (!own) {
    shown();
    return;
  }
  own.waiting?.shown();
  own.waiting = { header, jpeg, shown };
  if (!own.decoding) {
    drawWaiting(own);
  }
}

async function drawWaiting(own) {
  own.decoding = true;
  while (own.waiting) {
    const { header, jpeg, shown } = own.waiting;
    own.waiting = null;
    try {
      draw(own, header, await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })));
    } catch {
      // A picture that can't be decoded is passed over; its age says that none came.
    }
    shown();
  }
  own.decoding = false;
}

function draw(own, header, bitmap) {
  const { canvas } = own;
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  canvas.dataset.number = header.number;
  canvas.dataset.at = header.at;
  own.at = Date.now();
  delete own.element.dataset.empty;
  mark(own);
}

/** Says how old a picture is, where that matters. */
function mark(own) {
  const passed = Date.now() - own.at;
  const old = own.at > 0 && (passed > own.oldAfter || own.resting !== '');
  setShown(own.age, old);
  setShown(own.note, own.at === 0);
  own.element.toggleAttribute('data-old', old);
  if (old) {
    const age = `${duration(passed / 1000)} old`;
    setText(own.age, own.resting ? `${own.resting} · ${age}` : `Picture is ${age}`);
  }
}

setInterval(() => pictures.forEach(mark), 1000);
document.addEventListener('visibilitychange', tell);
addEventListener('resize', tell);
