// Whose clock dates are shown by: the browser's or the server's, as it was chosen last.

import { el, uniqueId } from './dom.js';
import * as zone from './zone.js';

const KEY = 'sluice.zone';
const SERVER = 'server';

/**
 * The choice between the browser's zone and the server's, whose name is '' where it isn't known: `element`, `where`, the
 * name of the zone. changed() is called after another one was chosen.
 */
export function zoneChoice(server, changed) {
  const zones = zonesOf(server);
  const remembered = zones.length > 1 && recall() === SERVER ? 1 : 0;
  const element = el('select', { id: uniqueId('zone'), 'aria-label': 'Time zone', on: { change: choose } },
    zones.map(([value, words], index) => el('option', { value, selected: index === remembered }, words)));

  function choose() {
    remember(element.selectedIndex === 1 ? SERVER : '');
    changed();
  }

  return {
    element,
    get where() {
      return zones[Math.max(0, element.selectedIndex)][0];
    },
  };
}

/** The browser's zone and the server's, with which is which. */
function zonesOf(server) {
  const own = zone.own();
  if (!server || !zone.isKnown(server)) {
    return [[own, `${own} (browser)`]];
  }
  return own === server ? [[own, `${own} (browser and server)`]] : [[own, `${own} (browser)`], [server, `${server} (server)`]];
}

/** Browsers may forbid to remember anything. */
function recall() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // It holds for this page alone.
  }
}
