// Recordings: of which streams there are any, and when.

import * as api from './api.js';
import { el, setShown, setText, table } from './dom.js';
import { bytes, count } from './format.js';
import { polled } from './polling.js';
import { link } from './router.js';
import * as zone from './zone.js';
import { zoneChoice } from './zonechoice.js';

/** Builds the page into main; gives a function that takes it down. */
export function recordings(main, { timeZone }) {
  const choice = zoneChoice(timeZone, () => show(known));
  let known = [];
  const empty = el('p', { class: 'sub' }, 'One moment');
  const list = el('div', { class: 'panel' });
  setShown(list, false);
  const poll = polled(api.recordings, show, () => setShown(list, list.childElementCount > 0));
  main.append(
    el('div', { class: 'title' }, el('h1', { tabindex: '-1' }, 'Recordings'), choice.element),
    poll.problem, empty, list);

  function show(all) {
    known = all;
    setText(empty, 'Nothing is recorded yet.');
    setShown(empty, all.length === 0);
    setShown(list, all.length > 0);
    const nodes = all.some((each) => each.node) ? ['Node'] : [];
    const next = table('Recordings', ['Stream', ...nodes, 'From', 'To', 'Size', 'Files'], all.map((each) => row(each, choice.where)));
    if (!list.firstElementChild?.isEqualNode(next)) {
      const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
      list.replaceChildren(next);
      [...list.querySelectorAll('a')].find((each) => each.getAttribute('href') === focused)?.focus({ preventScroll: true });
    }
  }

  return poll.start();
}

function row(kept, where) {
  return [
    el('a', { href: link('recording', kept.stream) }, kept.stream), ...(kept.node ? [kept.node] : []),
    zone.date(Date.parse(kept.oldest), where), zone.date(Date.parse(kept.newest), where),
    bytes(kept.bytes), count(kept.segments)];
}
