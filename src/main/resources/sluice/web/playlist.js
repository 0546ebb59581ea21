// The files of a playlist (HLS) as the API gives it. Pure.

/** The files in their order: `path`, relative to the playlist's, `seconds`, and `at`, when it begins, in milliseconds. */
export function files(text) {
  const result = [];
  let at = NaN;
  let seconds = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('#EXT-X-PROGRAM-DATE-TIME:')) {
      at = Date.parse(line.slice(line.indexOf(':') + 1));
    } else if (line.startsWith('#EXTINF:')) {
      seconds = Number.parseFloat(line.slice(line.indexOf(':') + 1));
    } else if (line !== '' && !line.startsWith('#')) {
      result.push({ path: line, seconds, at });
      at += seconds * 1000;
    }
  }
  return result;
}
