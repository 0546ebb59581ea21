// Live pictures: drawn as they come, watched only while they are on the screen, marked when they are old.

import { el, setShown, setText } from './dom.js';
import { duration } from './format.js';
import * as live from './live.js';
import { width } from './protocol.js';
import { oldAfter } from './states.js';

const pictures = new Map();
let eventsOf = [];
let typesOf;
let pending = 0;

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
      if (!document.hidden) {
        for (const own of pictures.values()) {
          if (own.visible) {
            widths.set(own.id, width(own.element.clientWidth * devicePixelRatio, own.large));
          }
        }
      }
      live.want(widths, document.hidden ? [] : eventsOf, typesOf);
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
