// Which page an address names.

const ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Milliseconds since 1970. */
const MOMENT = /^[0-9]{1,14}$/;

/** The page of a hash: `{name, id}`, of a recording also `at` where a moment is named. Pure. */
export function parse(hash) {
  const parts = hash.replace(/^#\/?/, '').split('/').filter((part) => part !== '');
  const [first, second, third] = parts;
  if (parts.length === 0) {
    return { name: 'wall' };
  }
  if (parts.length === 1 && ['add', 'recordings', 'models', 'sinks', 'nodes', 'config'].includes(first)) {
    return { name: first };
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
  const paths = { wall: '#/', stream: `#/streams/${id}`, edit: `#/streams/${id}/edit`, scene: `#/streams/${id}/scene`, recording: `#/recordings/${id}` };
  return paths[name] ?? `#/${name}`;
}

/** Goes to a page. */
export function go(name, id) {
  location.hash = link(name, id);
}
