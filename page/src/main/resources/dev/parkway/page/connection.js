// One connection, live: what it is, its ladder, the state diagram, and its records in causal order.

import { announce, byId, h } from './dom.js';
import { follow } from './api.js';
import { Ladder } from './ladder.js';
import { diagram } from './diagram.js';
import { age, verdict } from './list.js';
import { Controls } from './operations.js';

const plain = (text) => text.replace('STATE_', '').replace('SIDE_', '');

export class ConnectionView {
  #section = byId('connection');
  #machine;
  #scenarios;
  #allowed;
  #back;
  #stop = () => {};
  #parts = null;

  constructor(machine, scenarios, allowed, back) {
    this.#machine = machine;
    this.#scenarios = scenarios;
    this.#allowed = allowed;
    this.#back = back;
    setInterval(() => this.#tick(), 1000);
  }

  open(name) {
    this.close();
    this.#section.hidden = false;
    this.#build(name);
    this.#stop = follow(`/connections/${name}/events`, {
      connection: (told) => this.#show(told),
      pacing: (pacing) => this.#pace(pacing),
      unknown: ([why]) => this.#missing(why),
    }, (live) => {
      if (!live && this.#parts && !this.#parts.told) this.#missing(`${name}: nothing is told of it`);
    });
    byId('connection-title').focus({ preventScroll: true });
  }

  close() {
    this.#stop();
    this.#stop = () => {};
    this.#parts = null;
    this.#section.hidden = true;
    this.#section.replaceChildren();
  }

  #build(name) {
    const parts = {
      told: null, missing: '', pacing: null, known: null, ladder: new Ladder(), name, age: h('span', {}),
      facts: h('dl', { class: 'facts' }), title: h('p', { class: 'plot' }), violations: h('div', {}),
      picture: h('div', { class: 'picture' }), machine: h('div', { class: 'machine' }),
      records: h('tbody', {}), walked: h('p', { class: 'walked' }),
      controls: this.#allowed ? new Controls(name) : null,
    };
    this.#parts = parts;
    const copy = h('button', { type: 'button', class: 'quiet', onclick: () => this.#copy(copy) }, 'Copy address');
    this.#section.replaceChildren(
      h('div', { class: 'connection-head' },
        h('a', { href: '/', class: 'back', onclick: (event) => { event.preventDefault(); this.#back(); } }, '← All connections'),
        h('h2', { id: 'connection-title', tabindex: -1 }, name), copy),
      parts.title, parts.facts, parts.controls ? parts.controls.element : '', parts.violations,
      h('div', { class: 'figures' },
        h('figure', { class: 'of-ladder' }, parts.picture,
          h('figcaption', {}, 'Time runs downwards, and only as far as it is known: nothing stands above what it '
            + 'depends on. Beside each state, how many records of client and server had happened by then. '
            + 'Point at a state to see its past.')),
        h('figure', { class: 'of-machine' }, parts.machine,
          h('figcaption', {}, 'RFC 9293, Figure 5: where each side is (', h('b', { class: 'client' }, 'C'), 'lient, ',
            h('b', { class: 'server' }, 'S'), 'erver), and the edges that it has walked.'), parts.walked)),
      h('details', { class: 'records', 'aria-labelledby': 'records-title' }, h('summary', { id: 'records-title' }, 'The records, in causal order'),
        h('div', { class: 'table' }, h('table', {}, h('thead', {}, h('tr', {},
          ...['side', 'record', 'state', 'cause', 'edge', 'given', 'taken', 'time'].map((each) => h('th', { scope: 'col' }, each)))),
        parts.records))));
  }

  async #copy(button) {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = 'Copied';
    } catch {
      button.textContent = location.href;
    }
  }

  #missing(why) {
    // As an alert it is read out, and that once, however often it is tried again.
    if (!this.#parts || this.#parts.missing === why) return;
    this.#parts.missing = why;
    this.#parts.picture.replaceChildren(h('p', { class: 'notice', role: 'alert' }, why));
  }

  #pace(pacing) {
    if (!this.#parts) return;
    this.#parts.pacing = pacing;
    this.#parts.controls?.show(pacing);
    this.#draw();
  }

  #show(told) {
    if (!this.#parts) return;
    this.#parts.told = told;
    this.#parts.missing = '';
    this.#draw();
    this.#say(told.history.transitions);
  }

  #say(transitions) {
    // By its name: a record that comes late stands in the midst of those that were known.
    const id = (each) => `${each.side} ${each.ordinal}`;
    const { known } = this.#parts;
    const fresh = known ? transitions.filter((each) => !known.has(id(each))) : [];
    if (fresh.length > 0) {
      announce(fresh.map((each) => `${plain(each.side).toLowerCase()} ${plain(each.to)}${each.cause ? `, ${each.cause}` : ''}`).join('; '));
    }
    this.#parts.known = new Set(transitions.map(id));
  }

  #draw() {
    const { told, missing, pacing, picture, machine, records, violations, title, walked, ladder } = this.#parts;
    if (!told || missing) return;
    const { history, drawing } = told;
    const held = (pacing?.held || []).map((side) => plain(side).toLowerCase());
    const plot = this.#scenarios.find((each) => each.name === history.connection.scenario && each.profile === history.connection.profile);
    title.textContent = plot ? `${plot.title}.` : '';
    this.#facts(history.connection);
    violations.replaceChildren(...this.#broken(history));
    const asked = document.activeElement?.closest?.('.ladder .state');
    picture.replaceChildren(ladder.draw(history, drawing, held));
    if (asked) picture.querySelector(`.state.${asked.classList[1]}[data-ordinal="${asked.dataset.ordinal}"]`)?.focus({ preventScroll: true });
    machine.replaceChildren(diagram(this.#machine, history.transitions));
    const edges = [...new Set(history.transitions.map((each) => each.edge).filter(Boolean))];
    walked.textContent = edges.length ? `Walked: ${edges.join(', ')}.` : '';
    const bad = new Set(history.broken.flatMap((each) => each.records.map((record) => `${record.side} ${record.ordinal}`)));
    records.replaceChildren(...history.transitions.map((each) => h('tr', { class: bad.has(`${each.side} ${each.ordinal}`) ? 'violation' : '' },
      ...[plain(each.side).toLowerCase(), each.ordinal, plain(each.to), each.cause, each.edge, each.sent, each.received,
        each.time.slice(11, 23)].map((cell) => h('td', {}, String(cell))))));
  }

  #broken(history) {
    if (history.broken.length === 0) return [];
    return [h('ol', { class: 'violations', 'aria-label': 'Rules that were broken' },
      ...history.broken.map((each) => h('li', {}, h('code', {}, each.rule), ' ', each.text)))];
  }

  #facts(at) {
    const { facts, age: old } = this.#parts;
    const fact = (name, ...value) => h('div', {}, h('dt', {}, name), h('dd', {}, ...value));
    const side = (each) => `${plain(at[`${each}State`]).replace('UNSPECIFIED', 'not known')}${at[`${each}Outcome`] ? `, ${at[`${each}Outcome`]}` : ''}`;
    facts.replaceChildren(
      fact('scenario', at.scenario, h('small', {}, ` ${at.profile}`)),
      fact('verdict', verdict(at.verdict)),
      fact('client', h('span', { class: 'side client' }, side('client'))),
      fact('server', h('span', { class: 'side server' }, side('server'))),
      fact('age', old));
    this.#tick();
  }

  /** Only the age changes with time alone: whoever has marked or reads the rest is left alone. */
  #tick() {
    if (!this.#parts?.told) return;
    const { started } = this.#parts.told.history.connection;
    const text = age(started ? Date.parse(started) : NaN);
    if (this.#parts.age.textContent !== text) this.#parts.age.textContent = text;
  }
}
