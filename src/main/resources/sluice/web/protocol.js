// What goes over the WebSocket. Pure functions.

/** Bytes of the length that leads a picture. */
const LENGTH = 4;

/** Nothing for so long: the connection is dead, whatever the browser says (the server speaks every 5 s). */
export const SILENCE_MS = 12_000;

/** A picture, or a piece of video: `{header, jpeg}`, the header of video with a `kind`; throws where the message is none. */
export function picture(buffer) {
  const view = new DataView(buffer);
  const length = view.getUint32(0);
  if (LENGTH + length > buffer.byteLength) {
    throw new RangeError(`a header of ${length} bytes in a message of ${buffer.byteLength}`);
  }
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, LENGTH, length)));
  return { header, jpeg: new Uint8Array(buffer, LENGTH + length) };
}

/**
 * What the server is to send from now on: widths by stream, the streams whose events count, or 'all', and those whose
 * videos do. types: which of their events; all where it is left out.
 */
export function watch(widths, events, videos = [], types = undefined) {
  const pictures = Object.fromEntries([...widths].sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({
    type: 'watch', pictures, videos: [...videos].sort(), events: events === 'all' ? events : [...events].sort(), types,
  });
}

/** Pieces of video are acknowledged together: of each so many at the latest, or after so long. */
export const TAKEN_AFTER = 10;
export const TAKEN_MS = 400;

/** Milliseconds before the next try: twice as long each time, up to half a minute, spread a little. */
export function wait(tries, random = Math.random()) {
  const longest = Math.min(30_000, 1000 * 2 ** Math.min(tries, 10));
  return Math.round(longest * (0.75 + 0.25 * random));
}

/** The smallest width on offer that fills so many pixels; wide pictures where the page has room for one. */
export function width(pixels, large) {
  if (large) {
    return pixels > 700 ? 1280 : 640;
  }
  return pixels > 420 ? 640 : 320;
}
