// RFC 9293's state diagram. States and edges come from the server's own table; only where a state stands is
// said here, much as Figure 5 has it, with CLOSED at both ends.

import { s } from './dom.js';

const WIDTH = 480;
const HEIGHT = 556;
const BOX = { width: 104, height: 34 };

const PLACES = {
  CLOSED: [[240, 34], [396, 522]],
  LISTEN: [[240, 112]],
  SYN_RCVD: [[84, 192]],
  SYN_SENT: [[396, 192]],
  ESTABLISHED: [[240, 268]],
  FIN_WAIT_1: [[84, 352]],
  CLOSE_WAIT: [[396, 352]],
  CLOSING: [[240, 436]],
  LAST_ACK: [[396, 436]],
  FIN_WAIT_2: [[84, 522]],
  TIME_WAIT: [[240, 522]],
};

const plain = (text) => text.replace('STATE_', '').replace('SIDE_', '');
const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by);
const nearest = (places, to) => places.reduce((a, b) => (distance(b, to) < distance(a, to) ? b : a));

function placesOf(machine) {
  const places = new Map();
  let spare = 40;
  for (const { name } of machine.states) {
    // A state that this page has never heard of still gets a place.
    places.set(name, PLACES[name] || [[(spare += 110), HEIGHT + 30]]);
  }
  return places;
}

/** The arrows to be drawn: those of the figure, and whatever else was walked, with the sides that walked it. */
function arrowsOf(machine, transitions) {
  const arrows = new Map();
  const add = (from, to, edge) => {
    const id = `${from} ${to} ${edge ? edge.name : ''}`;
    if (!arrows.has(id)) arrows.set(id, { from, to, edge, sides: new Set() });
    return arrows.get(id);
  };
  const byName = new Map(machine.edges.map((edge) => [edge.name, edge]));
  for (const edge of machine.edges) if (edge.drawn) for (const from of edge.from) add(from, edge.to, edge);
  for (const each of transitions) {
    const from = plain(each.from);
    if (from === 'UNSPECIFIED' || (!each.edge && !each.cause)) continue;
    const arrow = add(from, plain(each.to), byName.get(each.edge));
    arrow.sides.add(plain(each.side).toLowerCase());
    // A crash is an event of the environment, and no edge.
    arrow.event = each.cause === 'CRASH';
  }
  return [...arrows.values()];
}

function ends(arrow, places) {
  const froms = places.get(arrow.from);
  const tos = places.get(arrow.to);
  if (!froms || !tos) return null;
  // CLOSED stands at both ends: what leaves it begins at the first, what enters it goes to the nearer one.
  const from = froms[0];
  return [from, nearest(tos, from)];
}

function crosses(a, b, places) {
  const length = distance(a, b);
  for (const each of [...places.values()].flat()) {
    if (distance(each, a) < 1 || distance(each, b) < 1) continue;
    const along = ((each[0] - a[0]) * (b[0] - a[0]) + (each[1] - a[1]) * (b[1] - a[1])) / length ** 2;
    if (along <= 0.05 || along >= 0.95) continue;
    if (distance(each, [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])]) < 24) return true;
  }
  return false;
}

/** How far an arrow has to keep away from a box that it would touch in passing, and on which side. */
function clearance(a, b, places) {
  const length = distance(a, b);
  const normal = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
  for (const each of [...places.values()].flat()) {
    const along = ((each[0] - a[0]) * (b[0] - a[0]) + (each[1] - a[1]) * (b[1] - a[1])) / length ** 2;
    if (along <= 0.2 || along >= 0.8) continue;
    const off = (each[0] - a[0]) * normal[0] + (each[1] - a[1]) * normal[1];
    if (Math.abs(off) >= 24 && Math.abs(off) < 60) return off > 0 ? -34 : 34;
  }
  return 0;
}

/** The point where a line from inside a box leaves it. */
function rim([x, y], [tx, ty]) {
  const dx = tx - x;
  const dy = ty - y;
  const part = Math.min((BOX.width / 2 + 2) / Math.abs(dx || 1e-9), (BOX.height / 2 + 2) / Math.abs(dy || 1e-9));
  return [x + dx * part, y + dy * part];
}

function route(a, b, bow) {
  const length = distance(a, b) || 1;
  const normal = [(b[1] - a[1]) / length, -(b[0] - a[0]) / length];
  const middle = [(a[0] + b[0]) / 2 + normal[0] * bow, (a[1] + b[1]) / 2 + normal[1] * bow];
  const from = rim(a, middle);
  const to = rim(b, middle);
  const label = [(from[0] + 2 * middle[0] + to[0]) / 4, (from[1] + 2 * middle[1] + to[1]) / 4];
  return { path: `M${from.map(Math.round)} Q${middle.map(Math.round)} ${to.map(Math.round)}`, label };
}

function markers() {
  return s('defs', {}, ...['none', 'client', 'server', 'foreign'].map((side) => s('marker', {
    id: `edge-${side}`, class: `edge-head ${side}`, viewBox: '0 0 10 10', refX: 9, refY: 5, markerWidth: 7,
    markerHeight: 7, orient: 'auto', markerUnits: 'userSpaceOnUse',
  }, s('path', { d: 'M0 1 L10 5 L0 9 z' }))));
}

function edges(arrows, places) {
  const lanes = new Map();
  const placed = arrows.map((arrow) => ({ arrow, at: ends(arrow, places) })).filter(({ at }) => at);
  for (const each of placed) {
    const id = each.at.map(String).sort().join(' ');
    lanes.set(id, [...(lanes.get(id) || []), each]);
  }
  return [...lanes.values()].flatMap((lane) => lane.map(({ arrow, at: [a, b] }, i) => {
    const spread = (i - (lane.length - 1) / 2) * 34;
    // The same side of the line for both directions.
    const turn = String(a) < String(b) ? 1 : -1;
    let bow = spread * turn + (lane.length > 1 ? clearance(a, b, places) : 0);
    if (crosses(a, b, places)) bow += a[0] >= WIDTH / 2 ? (b[1] > a[1] ? 112 : -112) : (b[1] > a[1] ? -112 : 112);
    return edge(arrow, route(a, b, bow), route(a, b, bow + 5));
  }));
}

function edge(arrow, way, beside) {
  const sides = [...arrow.sides].sort();
  const name = arrow.edge ? arrow.edge.name : arrow.event ? 'CRASH' : 'no edge';
  const text = arrow.edge ? `${arrow.edge.text} (RFC 9293, ${arrow.edge.section})`
    : arrow.event ? 'an event of the environment' : 'which is none of the table';
  // A way that the table does not have: somebody walked it all the same.
  const foreign = sides.length > 0 && (arrow.edge ? !(arrow.edge.from.includes(arrow.from) && arrow.edge.to === arrow.to) : !arrow.event);
  return s('g', { class: `edge ${sides.length ? 'walked' : ''}${foreign ? ' foreign' : ''}`, 'data-edge': name, 'data-sides': sides.join(' ') },
    s('title', {}, `${name}: ${arrow.from} to ${arrow.to}, ${text}${sides.length ? `; walked by ${sides.join(' and ')}` : ''}`),
    sides.length === 0 ? s('path', { d: way.path, 'marker-end': 'url(#edge-none)' }) : null,
    ...sides.map((side, i) => s('path', {
      class: side, d: (i === 0 ? way : beside).path, 'marker-end': `url(#edge-${foreign ? 'foreign' : side})`,
    })),
    s('text', { x: way.label[0], y: way.label[1] + 3.5, 'text-anchor': 'middle' }, name));
}

/** Where a side stands after a record. */
function spotOf(record, places) {
  const spots = places.get(plain(record.to)) || [];
  const from = places.get(plain(record.from));
  return from && spots.length > 1 ? nearest(spots, from[0]) : spots[0];
}

/** Where each side stands; CLOSED is the one at the end once the side has moved on from the first. */
function standing(transitions, places) {
  const at = new Map();
  for (const side of ['client', 'server']) {
    const mine = transitions.filter((each) => plain(each.side).toLowerCase() === side);
    if (mine.length === 0) continue;
    const last = mine[mine.length - 1];
    const spot = spotOf(last, places);
    if (spot) at.set(String(spot), [...(at.get(String(spot)) || []), side]);
  }
  return at;
}

/** A side's light: the whole box, or its half, which is open towards the other's so that no line crosses the name. */
function light(side, [x, y], sides) {
  const edge = x + (side === 'client' ? -1 : 1) * BOX.width / 2;
  const other = sides > 1 ? x : 2 * x - edge;
  const [top, bottom] = [y - BOX.height / 2, y + BOX.height / 2];
  return s('path', { class: `light ${side}`, d: `M${other} ${top}H${edge}V${bottom}H${other}${sides > 1 ? '' : 'Z'}` });
}

function box(state, spot, sides, visited) {
  const [x, y] = spot;
  const left = x - BOX.width / 2;
  const top = y - BOX.height / 2;
  return s('g', {
    class: `node ${sides.length ? 'lit' : ''} ${visited ? 'visited' : ''}`, 'data-state': state.name, 'data-sides': sides.join(' '),
  },
  s('title', {}, `${state.name}: ${state.meaning}`),
  s('rect', { x: left, y: top, width: BOX.width, height: BOX.height, rx: 3 }),
  ...sides.map((side) => light(side, spot, sides.length)),
  s('text', { x, y: y + 4.5, 'text-anchor': 'middle' }, state.name),
  ...sides.map((side) => {
    const cx = side === 'client' ? left : left + BOX.width;
    return s('g', { class: `pin ${side}` }, s('circle', { cx, cy: top, r: 9 }),
      s('text', { x: cx, y: top + 3.8, 'text-anchor': 'middle' }, side === 'client' ? 'C' : 'S'));
  }));
}

/** Draws the diagram with what both sides have walked, and where they are. */
export function diagram(machine, transitions) {
  const places = placesOf(machine);
  const at = standing(transitions, places);
  const visited = new Set(transitions.map((each) => String(spotOf(each, places))));
  const where = ['client', 'server'].map((side) => {
    const last = transitions.filter((each) => plain(each.side).toLowerCase() === side).pop();
    return `${side} in ${last ? plain(last.to) : 'no known state'}`;
  }).join(', ');
  return s('svg', {
    class: 'diagram', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `State diagram of RFC 9293: ${where}`,
  },
  markers(), ...edges(arrowsOf(machine, transitions), places),
  ...machine.states.flatMap((state) => places.get(state.name)
    .map((spot) => box(state, spot, at.get(String(spot)) || [], visited.has(String(spot))))));
}
