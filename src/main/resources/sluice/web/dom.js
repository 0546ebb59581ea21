// Elements from data. Text is always set as text, never parsed as HTML.

/**
 * Makes an element. Properties: `on` holds listeners by event, `data` data attributes, `class` the
 * class; the rest are attributes, left out where false, null or undefined. Children: nodes and texts.
 */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Makes an element of a drawing, with properties and children as {@link el} takes them. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else {
      setAttribute(element, name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets an attribute, or takes it away where the value is false, null or undefined. */
export function setAttribute(element, name, value) {
  const absent = value === false || value === null || value === undefined;
  if (absent) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/** Sets text where it differs, so that nothing is drawn or said again for no reason. */
export function setText(element, text) {
  const value = text ?? '';
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** Shows or hides an element. */
export function setShown(element, shown) {
  element.hidden = !shown;
}

let serial = 0;

/** An id for an element that others refer to. */
export function uniqueId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** A list of names and values: pairs of a text and a node or text. */
export function facts(pairs, className = 'facts') {
  const given = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return el('dl', { class: className }, given.map(([name, value]) =>
    el('div', {}, el('dt', {}, name), el('dd', {}, value))));
}

/** A table with a caption for those who can't see its heading; rows are lists of nodes or texts. */
export function table(caption, columns, rows) {
  const head = el('tr', {}, columns.map((name) => el('th', { scope: 'col' }, name)));
  const body = rows.map((cells) => el('tr', {}, cells.map((cell, index) =>
    index === 0 ? el('th', { scope: 'row' }, cell) : el('td', {}, cell ?? ''))));
  const inner = el('table', {}, el('caption', { class: 'unseen' }, caption),
    el('thead', {}, head), el('tbody', {}, body));
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, inner);
}
