// Lists that are told again and again: what is the same stays, and so does the focus.

/**
 * Keeps a list of elements. make(thing) gives an item: `element`, `update(thing)` and, where there is something to
 * end, `close()`, called while the element is still on the page. Gives `show(things)`, which puts one item for each
 * into the list, in their order, and `close()`.
 */
export function keptList(list, keyOf, make) {
  const items = new Map();

  function show(things) {
    const wanted = new Set(things.map(keyOf));
    for (const [key, item] of items) {
      if (!wanted.has(key)) {
        item.close?.();
        item.element.remove();
        items.delete(key);
      }
    }
    arrange(list, things.map((thing) => {
      const key = keyOf(thing);
      if (!items.has(key)) {
        items.set(key, make(thing));
      }
      items.get(key).update(thing);
      return items.get(key).element;
    }));
  }

  return { show, close: () => items.forEach((item) => item.close?.()) };
}

/** Moves only what stands wrong, and leaves the focus where it was. */
function arrange(list, elements) {
  const focused = document.activeElement;
  elements.forEach((element, index) => {
    if (list.children[index] !== element) {
      list.insertBefore(element, list.children[index] ?? null);
    }
  });
  if (focused !== document.activeElement && list.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}
