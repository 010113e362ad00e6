// A connection's ladder: two lifelines, states as boxes, tokens as arrows. Rows come from the server, which lays
// them out so that nothing stands above what it depends on.

import { h, s } from './dom.js';

const WIDTH = 420;
const LINE = { client: 108, server: 312 };
const BOX = { width: 128, height: 46 };
const ROW = 20;
const TOP = 40;

const plain = (text) => text.replace('STATE_', '').replace('SIDE_', '');
const who = (record) => plain(record.side).toLowerCase();
const key = (side, ordinal) => `${side}-${ordinal}`;
const y = (row) => TOP + row * ROW + ROW / 2;

/** Which violations a record is part of, by its key: their numbers, from 1. */
function broken(history) {
  const marks = new Map();
  history.broken.forEach((violation, i) => violation.records.forEach((record) => {
    const name = key(who(record), record.ordinal);
    marks.set(name, [...(marks.get(name) || []), i + 1]);
  }));
  return marks;
}

export class Ladder {
  #seen = null;

  /** Draws it; what was not there the last time appears gently. */
  draw(history, drawing, held) {
    if (drawing.rows === 0) {
      return h('p', { class: 'notice' }, 'There is nothing to be drawn: no records, too many of them, or a scenario '
        + 'that this server does not know. What there is stands below.');
    }
    const records = new Map(history.transitions.map((each) => [key(who(each), each.ordinal), each]));
    const marks = broken(history);
    const height = TOP + drawing.rows * ROW + 44;
    const picture = s('svg', {
      class: 'ladder', viewBox: `0 0 ${WIDTH} ${height}`, role: 'group', 'aria-label':
        `Ladder of ${history.connection.name}: ${drawing.boxes.length} states, ${drawing.arrows.length} tokens`,
    }, arrowHeads());
    for (const side of ['client', 'server']) picture.append(this.#line(side, history, height, held));
    for (const arrow of drawing.arrows) picture.append(token(arrow, this.#isNew(`t-${arrow.giver}-${arrow.token}`)));
    const boxes = drawing.boxes.map((box) => {
      const name = key(box.side, box.ordinal);
      return state(box, records.get(name), marks.get(name) || [], this.#isNew(name));
    });
    picture.append(...boxes);
    past(picture, drawing.boxes, boxes);
    this.#seen = new Set([...drawing.boxes.map((box) => key(box.side, box.ordinal)),
      ...drawing.arrows.map((arrow) => `t-${arrow.giver}-${arrow.token}`)]);
    return picture;
  }

  #isNew(name) {
    return this.#seen !== null && !this.#seen.has(name);
  }

  #line(side, history, height, held) {
    const over = history.connection[`${side}Outcome`] !== '';
    const x = LINE[side];
    const line = s('g', { class: `lifeline ${side}` },
      s('text', { class: 'head', x, y: 22, 'text-anchor': 'middle' }, side === 'client' ? 'Client' : 'Server'),
      s('line', { x1: x, x2: x, y1: 30, y2: height - 30, class: over ? 'over' : 'open' }));
    if (held.includes(side)) {
      line.append(s('g', { class: 'held' }, s('rect', { x: x - 30, y: height - 34, width: 60, height: 22, rx: 11 }),
        s('text', { x, y: height - 18.5, 'text-anchor': 'middle' }, 'parked')));
    } else {
      line.append(s('text', { class: 'outcome', x, y: height - 14, 'text-anchor': 'middle' },
        history.connection[`${side}Outcome`] || 'runs'));
    }
    return line;
  }
}

function arrowHeads() {
  return s('defs', {}, ...['client', 'server'].map((side) => s('marker', {
    id: `head-${side}`, class: `arrow-head ${side}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 8,
    markerHeight: 8, orient: 'auto-start-reverse',
  }, s('path', { d: 'M0 1 L10 5 L0 9 z' }))));
}

function token(arrow, fresh) {
  const from = LINE[arrow.giver];
  const to = LINE[arrow.giver === 'client' ? 'server' : 'client'];
  // What nobody recorded the one end of is drawn as far as the middle.
  const lost = arrow.taken < 0;
  const begins = arrow.given < 0 ? arrow.taken : arrow.given;
  const ends = lost ? arrow.given : arrow.taken;
  const x1 = arrow.given < 0 ? (from + to) / 2 : from;
  const x2 = lost ? (from + to) / 2 : to;
  const slanted = begins !== ends;
  // Labels of tokens that cross stand near their givers, where the two are apart.
  const part = slanted ? 0.28 : 0.5;
  const lx = from + (to - from) * (lost || arrow.given < 0 ? 0.5 : part);
  const ly = y(begins) + (y(ends) - y(begins)) * part - 6;
  return s('g', { class: `token ${arrow.giver}${fresh ? ' new' : ''}${lost ? ' lost' : ''}${arrow.label === 'turn' ? ' turn' : ''}` },
    s('title', {}, `${arrow.giver}'s token ${arrow.token}: ${arrow.label}`),
    s('line', { x1, y1: y(begins), x2, y2: y(ends), 'marker-end': lost ? null : `url(#head-${arrow.giver})` }),
    s('text', { x: lx, y: ly, 'text-anchor': 'middle' }, arrow.label));
}

function state(box, record, marks, fresh) {
  const x = LINE[box.side];
  const top = TOP + box.row * ROW + (3 * ROW - BOX.height) / 2;
  const name = plain(record.to);
  const out = box.side === 'client' ? -1 : 1;
  const label = `${box.side} ${name}${record.cause ? `, by ${record.cause}` : ''}; after ${box.client} records of the `
    + `client and ${box.server} of the server${marks.length ? `; breaks rule ${marks.join(', ')}` : ''}`;
  const element = s('g', {
    class: `state ${box.side}${marks.length ? ' violation' : ''}${fresh ? ' new' : ''}`, tabindex: 0, role: 'img',
    'aria-label': label, 'data-state': name, 'data-ordinal': box.ordinal,
  },
  s('title', {}, `${label}${record.edge ? ` (${record.edge})` : ''}`),
  s('rect', { x: x - BOX.width / 2, y: top, width: BOX.width, height: BOX.height, rx: 3 }),
  s('text', { class: 'name', x, y: top + (record.cause ? 20 : 28), 'text-anchor': 'middle' }, name),
  record.cause ? s('text', { class: 'cause', x, y: top + 36, 'text-anchor': 'middle' }, record.cause) : null,
  s('text', {
    class: 'clock', x: x + out * (BOX.width / 2 + 5), y: top + BOX.height - 4, 'text-anchor': out < 0 ? 'end' : 'start',
  }, `${box.client},${box.server}`));
  if (marks.length) {
    element.append(s('circle', { class: 'mark', cx: x + out * BOX.width / 2, cy: top, r: 9 }),
      s('text', { class: 'mark', x: x + out * BOX.width / 2, y: top + 4, 'text-anchor': 'middle' }, marks.join(',')));
  }
  return element;
}

/** Whoever points at a state sees what had to happen before it; the rest fades. */
function past(picture, boxes, elements) {
  boxes.forEach((box, i) => {
    const show = () => {
      picture.classList.add('asked');
      elements.forEach((other, j) => other.classList.toggle('before',
        boxes[j].side === 'client' ? boxes[j].ordinal <= box.client : boxes[j].ordinal <= box.server));
    };
    const hide = () => picture.classList.remove('asked');
    elements[i].addEventListener('pointerenter', show);
    elements[i].addEventListener('pointerleave', hide);
    elements[i].addEventListener('focus', show);
    elements[i].addEventListener('blur', hide);
  });
}
