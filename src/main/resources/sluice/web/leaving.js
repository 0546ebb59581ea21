// Asks before a page with unsaved changes is left.

import { confirm } from './dialog.js';

let unsaved = () => false;

/** Says how to learn whether the page has unsaved changes; gives a function that ends it. */
export function guard(question) {
  unsaved = question;
  return () => {
    unsaved = () => false;
  };
}

let at = location.hash;
let asking = false;

/** Whether the page that the address names now may be shown; where not, the address is as before, until the answer is yes. */
export function mayLeave() {
  if (location.hash === at) {
    return false;
  }
  if (!unsaved()) {
    at = location.hash;
    return true;
  }
  const wanted = location.hash;
  history.replaceState(null, '', at);
  if (!asking) {
    asking = true;
    confirm('Leave without saving?', 'What was changed on this page is lost.', 'Leave').then((yes) => {
      asking = false;
      if (yes) {
        unsaved = () => false;
        location.hash = wanted;
      }
    });
  }
  return false;
}

addEventListener('beforeunload', (event) => {
  if (unsaved()) {
    event.preventDefault();
  }
});
