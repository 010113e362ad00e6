// A list of any length that has no more rows in the page than can be seen: the others are only height.

import { byId, h, once } from './dom.js';

const ROW = 52;
/** Rows above and below those that are seen, so that scrolling meets no gap. */
const SPARE = 6;

const MARKS = { conforms: '✓', incomplete: '…', violates: '✗' };

/** A verdict that does not speak by its colour alone. */
export const verdict = (word) => h('span', { class: `verdict ${word}` },
  h('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[word] || '?'), word);

/** How long ago something was, in a word. */
export function age(since, now = Date.now()) {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** The cells of a row, kept as long as the row is in the page: what is being clicked on must not be replaced. */
class Row {
  #shown = {};
  #cells;

  constructor(name, open) {
    const cell = (kind) => h('span', { class: kind, role: 'gridcell' });
    this.#cells = {
      name: cell('name'), scenario: cell('scenario'), client: cell('side client'), server: cell('side server'),
      verdict: cell('verdict-cell'), age: cell('age'),
    };
    this.element = h('div', { role: 'row', id: `row-${name}`, 'data-name': name, onclick: open }, ...Object.values(this.#cells));
  }

  show(each, at, { active, chosen, now }) {
    const { element } = this;
    element.className = `row ${each.verdict}${active ? ' active' : ''}`;
    element.setAttribute('aria-rowindex', at + 1);
    element.setAttribute('aria-selected', String(chosen));
    element.style.top = `${at * ROW}px`;
    this.#cell('name', each.name, () => [each.name]);
    this.#cell('scenario', `${each.scenario} ${each.profile}`, () => [each.scenario, h('small', {}, ` ${each.profile}`)]);
    for (const side of ['client', 'server']) {
      this.#cell(side, each[side], () => [h('span', { class: 'visually-hidden' }, `${side} `), each[side] || 'not known']);
    }
    this.#cell('verdict', each.verdict, () => [verdict(each.verdict)]);
    this.#cell('age', age(each.started, now), () => [age(each.started, now)]);
  }

  #cell(name, text, parts) {
    if (this.#shown[name] === text) return;
    this.#shown[name] = text;
    this.#cells[name].replaceChildren(...parts());
  }
}

export class List {
  #list = byId('list');
  #space = byId('list-space');
  #rows;
  #open;
  /** The row that keys act on, by its name: the list is live, and where it stands changes. */
  #active = '';
  #at = 0;
  #known = [];
  #chosen = '';
  #drawn = new Map();
  #draw = once(() => this.#show());

  constructor(rows, open) {
    this.#rows = rows;
    this.#open = open;
    this.#list.addEventListener('scroll', this.#draw, { passive: true });
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.#list.addEventListener('focus', () => {
      this.#find();
      this.#draw();
    });
    new ResizeObserver(this.#draw).observe(this.#list);
    setInterval(this.#draw, 1000);
  }

  /** Draws anew what has changed. */
  changed() {
    this.#draw();
  }

  choose(name) {
    this.#chosen = name;
    if (name) this.#activate(name);
    this.#draw();
  }

  #activate(name) {
    this.#find();
    this.#active = name;
    const at = this.#known.findIndex((each) => each.name === name);
    if (at >= 0) this.#at = at;
  }

  /** Finds the active row again after a change, and keeps in its place what is being looked at. */
  #find() {
    const rows = this.#rows.shown;
    if (rows !== this.#known) {
      const was = this.#known;
      const top = this.#list.scrollTop;
      const seen = was[this.#at]?.name === this.#active && this.#list.matches(':focus-visible')
        && this.#at * ROW > top - ROW && this.#at * ROW < top + this.#list.clientHeight;
      // At the top one looks at what comes, unless the keys are elsewhere.
      const kept = seen ? this.#at : top > 0 ? Math.floor(top / ROW) : -1;
      const indexOf = (name) => (name ? rows.findIndex((each) => each.name === name) : -1);
      const to = indexOf(was[kept]?.name);
      const at = indexOf(this.#active);
      this.#known = rows;
      this.#at = at >= 0 ? at : Math.min(this.#at, Math.max(rows.length - 1, 0));
      this.#space.style.height = `${rows.length * ROW}px`;
      if (to >= 0 && to !== kept) this.#list.scrollTop = top + (to - kept) * ROW;
    }
    // The first one is active as soon as keys can act on it.
    if (!this.#active && document.activeElement === this.#list) this.#active = rows[this.#at]?.name || '';
  }

  #isActive(each, at) {
    return at === this.#at && (each.name === this.#active || !this.#active);
  }

  #key(event) {
    this.#find();
    const page = Math.max(1, Math.floor(this.#list.clientHeight / ROW) - 1);
    const last = this.#known.length - 1;
    const to = {
      ArrowDown: this.#at + 1, ArrowUp: this.#at - 1, PageDown: this.#at + page, PageUp: this.#at - page,
      Home: 0, End: last,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#at = Math.min(Math.max(to, 0), Math.max(last, 0));
      this.#active = this.#known[this.#at]?.name || '';
      const top = this.#at * ROW;
      if (top < this.#list.scrollTop) this.#list.scrollTop = top;
      if (top + ROW > this.#list.scrollTop + this.#list.clientHeight) {
        this.#list.scrollTop = top + ROW - this.#list.clientHeight;
      }
      this.#show();
    } else if (event.key === 'Enter' && this.#active && this.#known[this.#at]?.name === this.#active) {
      event.preventDefault();
      this.#open(this.#active);
    }
  }

  #show() {
    this.#find();
    const rows = this.#known;
    this.#list.setAttribute('aria-rowcount', rows.length);
    const first = Math.max(0, Math.floor(this.#list.scrollTop / ROW) - SPARE);
    const end = Math.min(rows.length, Math.ceil((this.#list.scrollTop + this.#list.clientHeight) / ROW) + SPARE);
    const now = Date.now();
    const drawn = new Map();
    rows.slice(first, end).forEach((each, i) => {
      const at = first + i;
      const row = this.#drawn.get(each.name) || new Row(each.name, () => this.#click(each.name));
      row.show(each, at, { active: this.#isActive(each, at), chosen: each.name === this.#chosen, now });
      drawn.set(each.name, row);
    });
    for (const [name, row] of this.#drawn) if (!drawn.has(name)) row.element.remove();
    // In their order, for those who listen; what stands right is not touched.
    let next = this.#space.firstChild;
    for (const { element } of drawn.values()) {
      if (element === next) next = next.nextSibling;
      else this.#space.insertBefore(element, next);
    }
    this.#drawn = drawn;
    const active = drawn.get(this.#known[this.#at]?.name);
    if (active && this.#isActive(this.#known[this.#at], this.#at)) this.#list.setAttribute('aria-activedescendant', active.element.id);
    else this.#list.removeAttribute('aria-activedescendant');
  }

  #click(name) {
    this.#activate(name);
    this.#open(name);
  }
}
