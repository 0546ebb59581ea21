// Starts the dashboard and changes between its pages.

import * as api from './api.js';
import { configuration } from './config.js';
import { judge } from './connection.js';
import { onEvent } from './detections.js';
import { el, setAttribute, setShown, setText } from './dom.js';
import { eventPage } from './eventpage.js';
import { events } from './events.js';
import { form } from './form.js';
import { mayLeave } from './leaving.js';
import * as live from './live.js';
import { models } from './models.js';
import { nodes } from './nodes.js';
import { onSceneEvent } from './objects.js';
import { say } from './notices.js';
import { foundIn, noVideo, take, takeVideo } from './picture.js';
import { onRecordedEvent } from './recorded.js';
import { recording } from './recording.js';
import { recordings } from './recordings.js';
import { parse } from './router.js';
import { scene } from './scene.js';
import * as store from './store.js';
import { sinks } from './sinks.js';
import { stream } from './stream.js';
import { wall } from './wall.js';

const PAGES = {
  wall: { title: 'Streams', build: wall },
  stream: { title: (route) => route.id, build: stream },
  add: { title: 'Add stream', build: form, needs: 'admin' },
  edit: { title: (route) => `Edit ${route.id}`, build: form, needs: 'changes' },
  scene: { title: (route) => `Lines and zones of ${route.id}`, build: scene, needs: 'changes' },
  recordings: { title: 'Recordings', build: recordings, needs: 'recordings' },
  recording: { title: (route) => `Recordings of ${route.id}`, build: recording, needs: 'recordings' },
  events: { title: 'Events', build: events, needs: 'recordings' },
  event: { title: 'Event', build: eventPage, needs: 'recordings' },
  models: { title: 'Models', build: models, needs: 'service' },
  sinks: { title: 'Sinks', build: sinks, needs: 'service' },
  nodes: { title: 'Nodes', build: nodes, needs: 'cluster' },
  config: { title: 'Configuration', build: configuration, needs: 'changes' },
  unknown: { title: 'Nothing here', build: unknown },
};

/** Pages below another one that the navigation names. */
const PARENTS = { stream: 'wall', edit: 'wall', scene: 'wall', recording: 'recordings', event: 'events' };

/**
 * What pages know of the server: whether it is a service or a single job, takes changes from who looks (with the right
 * to operate; admin: with every right), is a node of a cluster, has recordings, and its time zone.
 */
const context = { kind: 'service', changes: true, admin: true, cluster: false, recordings: false, timeZone: '' };

api.onMissingNodes((names) => {
  if (names !== '') {
    say(`${names} gives no answer: what it has recorded is missing here.`, true);
  }
});

/** What the bearer of a token may do, by its right. */
const RIGHTS = { view: 'may look', operate: 'may look and operate', admin: 'may do everything' };

/** The first page does not wait longer to know of what kind the server is. */
const PATIENCE_MS = 1500;

const main = document.getElementById('main');
let takeDown = () => {};
let built = null;
let looking = Date.now();

function show(first) {
  const route = parse(location.hash);
  const page = pageOf(route);
  if (!first && page === built && takeDown.stay?.(route)) {
    return;
  }
  built = page;
  takeDown();
  main.replaceChildren();
  takeDown = page.build(main, { ...context, route }) ?? (() => {});
  const title = typeof page.title === 'function' ? page.title(route) : page.title;
  document.title = `${title} · Sluice`;
  document.querySelectorAll('[data-nav]').forEach((element) => {
    const current = element.dataset.nav === (PARENTS[route.name] ?? route.name);
    const value = route.name in PARENTS ? 'true' : 'page';
    setAttribute(element, 'aria-current', current && value);
  });
  if (!first) {
    scrollTo(0, 0);
    main.querySelector('h1')?.focus({ preventScroll: true });
  }
}

/** The page of an address, where the server has what it needs. */
function pageOf(route) {
  return has(PAGES[route.name].needs) ? PAGES[route.name] : PAGES.unknown;
}

/** Whether the server has what a page or a link needs. */
function has(need) {
  const { changes, admin, kind, cluster, recordings } = context;
  return { changes, admin, service: kind === 'service', cluster, recordings }[need] ?? true;
}

function unknown(parent) {
  parent.append(el('h1', { tabindex: '-1' }, 'Nothing here'),
    el('p', {}, 'There is no such page. ', el('a', { href: '#/' }, 'All streams')));
}

/** The status line speaks only when its words change; the banner tells the rest in silence. */
function tellConnection() {
  if (document.hidden) {
    return;
  }
  const now = Date.now();
  const refused = store.failure?.status === 401 ? store.failure.message : live.refused;
  const state = judge({ now, heard: live.heard, answered: store.answered, since: looking, refused });
  const line = document.querySelector('[data-connection]');
  line.dataset.connection = state.kind;
  setText(line, state.words);
  setShown(document.getElementById('banner'), state.detail !== '');
  setText(document.getElementById('banner-text'), state.detail && state.detail + nextTry(now));
}

function nextTry(now) {
  const seconds = Math.ceil((live.nextTry - now) / 1000);
  return seconds > 1 ? ` Next try in ${seconds} s.` : '';
}

let failed = false;
let learned = false;

/** Whether a stream is to be recorded of whose store nothing is known yet. */
function hasNewStore() {
  return learned && !context.recordings && (store.streams ?? []).some(({ status }) => status?.recording);
}

/** A service that answers again has pictures again, too: they don't wait for their next try. */
function answered() {
  if (failed && store.failure === null) {
    live.tryNow();
    if (!learned) {
      learn();
    }
  }
  failed = store.failure !== null;
  if (!failed && hasNewStore()) {
    learn();
  }
  tellConnection();
}

async function learn() {
  try {
    const about = await api.about();
    context.kind = about.kind;
    context.admin = about.changes && about.right === 'admin';
    context.changes = context.admin || (about.changes && about.right === 'operate');
    context.cluster = about.cluster;
    context.recordings = about.recordings;
    context.timeZone = about['time-zone'];
    setText(document.getElementById('version'), `${about.name} ${about.version}`);
    setText(document.getElementById('who'), about.token ? `${about.token}: ${RIGHTS[about.right] ?? about.right}` : '');
    learned = true;
  } catch {
    // What the server doesn't say stays as it is; the connection's state is told elsewhere.
  }
  document.querySelectorAll('[data-needs]').forEach((element) => setShown(element, has(element.dataset.needs)));
  if (built !== null && built !== pageOf(parse(location.hash))) {
    show(true);
  }
}

async function start() {
  const learning = learn();
  live.connect({ picture: take, video: takeVideo, noVideo, event: hear, change: tellConnection });
  store.subscribe(answered);
  store.refresh();
  setInterval(tellConnection, 1000);
  document.getElementById('banner-again').addEventListener('click', () => {
    live.tryNow();
    store.refresh();
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  addEventListener('hashchange', () => mayLeave() && show(false));
  await Promise.race([learning, new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); })]);
  show(true);
}

/** A change of state is asked for at once; what was missed too. */
function hear(message) {
  if (message.event === 'detections') {
    onEvent(message);
    foundIn(message);
  } else if (!onSceneEvent(message) && !onRecordedEvent(message)) {
    store.refresh();
  }
}

document.addEventListener('visibilitychange', () => {
  if (!document.hidden) {
    looking = Date.now();
  }
});

start();
