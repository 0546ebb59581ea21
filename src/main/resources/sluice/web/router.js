// Which page an address names.

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const EVENT_ID = /^\d{1,15}-[A-Za-z0-9_-]{1,64}-\d{1,15}$/;

/** Milliseconds since 1970. */
const MOMENT = /^[0-9]{1,14}$/;

/**
 * The page of a hash: `{name, id}`, of a recording also `at` where a moment is named, and of one that shows what is
 * asked for `query`, a text. Pure.
 */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const [first, second, third] = parts;
  if (parts.length === 0) {
    return { name: 'wall' };
  }
  if (parts.length === 1 && ['add', 'recordings', 'models', 'sinks', 'nodes', 'config'].includes(first)) {
    return { name: first };
  }
  if (parts.length === 1 && first === 'events') {
    return { name: first, query };
  }
  if (parts.length === 2 && first === 'events' && EVENT_ID.test(second)) {
    return { name: 'event', id: second };
  }
  if (first === 'streams' && ID.test(second ?? '')) {
    if (parts.length === 2) {
      return { name: 'stream', id: second };
    }
    if (parts.length === 3 && (third === 'edit' || third === 'scene')) {
      return { name: third, id: second };
    }
  }
  if (first === 'recordings' && ID.test(second ?? '') && parts.length <= 3) {
    const at = Number(third);
    if (parts.length === 2) {
      return { name: 'recording', id: second };
    }
    return MOMENT.test(third) ? { name: 'recording', id: second, at } : { name: 'unknown' };
  }
  return { name: 'unknown' };
}

/** The address of a page. */
export function link(name, id) {
  const paths = {
    wall: '#/', stream: `#/streams/${id}`, edit: `#/streams/${id}/edit`, scene: `#/streams/${id}/scene`,
    recording: `#/recordings/${id}`, event: `#/events/${id}`,
  };
  return paths[name] ?? `#/${name}`;
}

/** The address of the page of events that shows those that a query asks for. */
export function eventsLink(query) {
  return query ? `#/events?${query}` : '#/events';
}

/** The address at which the recording of a stream is played from a moment on, an ISO date and time. */
export function recordingLink(stream, at) {
  return `${link('recording', stream)}/${Date.parse(at)}`;
}

/** Goes to a page. */
export function go(name, id) {
  location.hash = link(name, id);
}
