// What can be done with a stream: buttons that say why they can't.

import * as api from './api.js';
import { confirm } from './dialog.js';
import { el, setShown, setText, uniqueId } from './dom.js';
import { say } from './notices.js';
import { go } from './router.js';
import * as store from './store.js';

const DONE = { pause: 'is paused', resume: 'goes on', restart: 'begins anew' };

/** The buttons of a stream: `element`, `update(stream)`. admin: whether who looks may remove it. */
export function actions(id, admin) {
  const reason = el('p', { class: 'reason sub', id: uniqueId('reason') });
  const pause = button('Pause', () => act(id, pause, store.find(id)?.paused || isStopped() ? 'resume' : 'pause'));
  const restart = button('Restart', () => act(id, restart, 'restart'));
  const edit = button('Edit', () => go('edit', id));
  const scene = button('Lines and zones', () => go('scene', id));
  const remove = button('Remove', () => ask(id, remove));
  remove.classList.add('danger-ghost');
  const isStopped = () => store.find(id)?.status?.state === 'stopped';

  function update(stream) {
    setText(pause, stream.paused || stream.status?.state === 'stopped' ? 'Resume' : 'Pause');
    const why = reasonOf(stream, admin);
    setShown(reason, why !== '');
    setText(reason, why);
    forbid(edit, stream.file ? reason : null);
    forbid(remove, why !== '' ? reason : null);
  }

  return {
    element: el('div', { class: 'actions' }, el('div', { class: 'row' }, pause, restart, scene, edit, remove), reason),
    update,
  };
}

/** Why a stream can't be removed, or not be edited either; empty where it can. */
function reasonOf(stream, admin) {
  if (stream.file) {
    return `This stream is set in ${stream.file}; edit or remove it there, then reload the configuration.`;
  }
  return admin ? '' : 'To remove a stream needs a token with the right admin.';
}

/** A button whose work is left out while it is forbidden; it stays in the tab order and says why. */
export function button(text, work) {
  return el('button', {
    type: 'button',
    class: 'button',
    on: {
      click: (event) => {
        if (event.currentTarget.getAttribute('aria-disabled') === 'true') {
          say(document.getElementById(event.currentTarget.getAttribute('aria-describedby'))?.textContent ?? '');
        } else {
          work();
        }
      },
    },
  }, text);
}

/** Forbids a button for the reason that stands in an element, or no more where that is null. */
export function forbid(element, reason) {
  if (reason) {
    element.setAttribute('aria-disabled', 'true');
    element.setAttribute('aria-describedby', reason.id);
  } else {
    element.removeAttribute('aria-disabled');
    element.removeAttribute('aria-describedby');
  }
}

/** Does the work while the button can't be pressed; says what is refused. */
export async function busy(element, work) {
  element.disabled = true;
  try {
    await work();
  } catch (problem) {
    say(problem.message, true);
  } finally {
    element.disabled = false;
  }
  store.refresh();
}

async function act(id, element, action) {
  await busy(element, async () => {
    await api.act(id, action);
    say(`${id} ${DONE[action]}.`);
  });
  element.focus();
}

async function ask(id, element) {
  const text = 'It stops, and its settings are forgotten. Files with its results stay where they are.';
  if (await confirm(`Remove ${id}?`, text, 'Remove')) {
    await busy(element, async () => {
      await api.remove(id);
      say(`${id} is removed.`);
      go('wall');
    });
  } else {
    element.focus();
  }
}
