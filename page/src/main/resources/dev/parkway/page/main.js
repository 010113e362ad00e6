// Puts the page together: what there is, what is wanted, and which connection is looked at.

import { byId, h, once } from './dom.js';
import { follow, get } from './api.js';
import { Filters } from './filters.js';
import { List, verdict } from './list.js';
import { Rows } from './rows.js';
import { ConnectionView } from './connection.js';
import { startDialog } from './operations.js';

const PAGE = 1000;
/** A flood of news is not answered by a flood of questions. */
const RELOAD_MILLIS = 3000;
/** How often a server is asked again that could not be. */
const ASK_MILLIS = 2000;

const rows = new Rows();
const list = new List(rows, (name) => go(`/connections/${name}`));
let filters;
let view;
let operations = false;
let loaded = false;
let summary = null;
/** What the summary was drawn from, and whether one of its buttons is down. */
let drawn = '';
let pressed = false;

const drawCount = once(() => {
  const shown = rows.shown.length.toLocaleString('en');
  const all = rows.size.toLocaleString('en');
  const noun = rows.size === 1 ? 'connection' : 'connections';
  const text = shown === all ? `${all} ${noun}` : `${shown} of ${all} ${noun}`;
  if (byId('count').textContent !== text) byId('count').textContent = text;
  showEmpty();
  filters.sessions(rows.sessions);
});

/** An empty list says why it is empty. */
function showEmpty() {
  const empty = byId('empty');
  empty.hidden = rows.shown.length > 0 || !loaded;
  const text = rows.size > 0 ? 'No connection fits these filters.'
    : `No connections yet. ${operations ? 'Start one here, or have' : 'Have'} a client open some: they appear as they begin.`;
  if (empty.textContent !== text) empty.textContent = text;
}

function changed() {
  list.changed();
  drawCount();
}

const number = (text) => Number(text).toLocaleString('en');

/** A number that is a filter as well, and shows whether it is the one that is chosen. */
const choice = (kind, value, look, ...parts) => h('button', {
  type: 'button', class: look, 'data-choice': `${kind} ${value}`, 'aria-pressed': String(filters.chosen(kind) === value),
  onclick: () => filters.choose(kind, value),
}, ...parts);

const sides = (side, count) => h('b', { class: side }, h('span', { 'aria-hidden': 'true' }, side === 'client' ? 'C' : 'S'),
  h('span', { class: 'visually-hidden' }, `${side}s `), number(count));

function drawSummary() {
  const now = JSON.stringify([summary, filters.query]);
  // A click on what is replaced while the button is down would be lost.
  if (pressed || now === drawn) return;
  drawn = now;
  const verdicts = ['conforms', 'incomplete', 'violates'].map((word) => choice('verdict', word,
    `tile${summary.keptVerdicts[word] === '0' ? ' none' : ''}`, h('strong', {}, number(summary.keptVerdicts[word])), verdict(word)));
  const states = summary.states.filter((each) => each.state !== 'STATE_UNSPECIFIED').map((each) => {
    const name = each.state.replace('STATE_', '');
    return choice('state', name, 'chip', h('span', { class: 'name' }, name), sides('client', each.clients), sides('server', each.servers));
  });
  // Whoever is at one of them by the keyboard stays there, though all are made anew.
  const at = document.activeElement?.dataset.choice;
  byId('summary').replaceChildren(
    h('div', { class: 'tiles' }, h('p', { class: 'tile' }, h('strong', {}, number(summary.kept)), 'kept'), ...verdicts,
      summary.forgotten === '0' ? '' : h('p', { class: 'tile' }, h('strong', {}, number(summary.forgotten)), 'forgotten'),
      summary.servers.length < 2 ? '' : h('p', { class: 'tile' }, h('strong', {}, number(summary.servers.length)), 'servers')),
    h('div', { class: 'chips', role: 'group', 'aria-label': 'Sides by state: clients, servers' }, ...states));
  if (at) byId('summary').querySelector(`[data-choice="${at}"]`)?.focus({ preventScroll: true });
}

/** No button is down any more, and its click has been heard. */
function release() {
  pressed = false;
  if (summary) drawSummary();
}

/** Says which servers are not in what is shown; what has been said is not said again. */
function showUnasked() {
  const texts = summary.unasked.map((each) => `${each.address} could not be asked: ${each.reason}`);
  const box = byId('unasked');
  if ([...box.children].map((each) => each.textContent).join('\n') === texts.join('\n')) return;
  box.replaceChildren(...texts.map((text) => h('p', {}, text)));
}

let askAgain = 0;

/** Nothing that happens tells that a server can be asked again which was slow alone. */
function lookAgain() {
  clearTimeout(askAgain);
  if (summary.unasked.length === 0) return;
  askAgain = setTimeout(() => get('/summary').then(showSummary, lookAgain), ASK_MILLIS);
}

function showSummary(told) {
  summary = told;
  drawSummary();
  showUnasked();
  lookAgain();
  // With a server that comes or goes its connections do, and they are not the oldest.
  if (summary.servers.join() === loader.servers) rows.keep(Number(summary.kept));
  else loader.later();
  changed();
}

class Loader {
  /** Those whose connections were read. */
  servers = '';
  #loading = false;
  /** Whether it has to be done once more: it failed, or was asked for while it was under way. */
  #anew = false;
  #waiting = null;
  #again = 0;
  #last = 0;

  /** Reads all anew; news that come meanwhile are taken afterwards. */
  async load() {
    if (this.#loading) {
      this.#anew = true;
      return;
    }
    this.#loading = true;
    this.#anew = false;
    this.#waiting = [];
    try {
      const found = [];
      let token = '';
      do {
        const page = await get(`/connections?page_size=${PAGE}&page_token=${encodeURIComponent(token)}`);
        found.push(...page.connections);
        token = page.nextPageToken;
      } while (token);
      const counts = await get('/summary');
      this.servers = counts.servers.join();
      rows.load(found, counts.servers.length > 0);
      loaded = true;
      for (const messages of this.#waiting) rows.change(messages);
      showSummary(counts);
    } catch (failed) {
      byId('count').textContent = failed.message;
      this.#anew = true;
    } finally {
      this.#loading = false;
      this.#waiting = null;
      this.#last = Date.now();
      if (this.#anew) this.later();
    }
  }

  later() {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.load(), Math.max(0, this.#last + RELOAD_MILLIS - Date.now()));
  }

  take(messages) {
    if (this.#waiting) this.#waiting.push(messages);
    else {
      rows.change(messages);
      changed();
    }
  }
}

const loader = new Loader();

function live(is) {
  byId('live').dataset.live = is ? 'yes' : 'no';
  byId('live-text').textContent = is ? 'live' : 'not connected';
}

/** Shows what an address says. */
function show() {
  const match = location.pathname.match(/^\/connections\/([^/]+\/[^/]+)$/);
  document.body.dataset.view = match ? 'connection' : 'list';
  const name = match ? decodeURIComponent(match[1]) : '';
  document.title = name ? `${name} – Parkway` : 'Parkway';
  list.choose(name);
  if (name) view.open(name);
  else view.close();
}

function go(path) {
  history.pushState(null, '', path + filters.query);
  show();
}

function back() {
  go('/');
  byId('list').focus();
}

async function begin() {
  const [settings, machine, known] = await Promise.all([get('/settings'), get('/machine'), get('/scenarios')]);
  filters = new Filters(machine.states.map((each) => each.name), known.scenarios.map((each) => each.name), () => {
    rows.want(filters.wanted);
    if (summary) drawSummary();
    changed();
  });
  rows.want(filters.wanted);
  operations = settings.operations;
  view = new ConnectionView(machine, known.scenarios, operations, back);
  if (operations) startDialog(known.scenarios, (name) => go(`/connections/${name}`));
  byId('home').addEventListener('click', (event) => {
    event.preventDefault();
    back();
  });
  document.querySelector('.skip').addEventListener('click', (event) => {
    // The fragment is no address of this page's.
    event.preventDefault();
    byId(document.body.dataset.view === 'connection' ? 'connection-title' : 'list').focus();
  });
  for (const down of ['pointerdown', 'keydown']) byId('summary').addEventListener(down, () => { pressed = true; });
  for (const up of ['pointerup', 'pointercancel', 'keyup', 'blur']) addEventListener(up, () => setTimeout(release));
  addEventListener('popstate', () => {
    filters.read();
    show();
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && document.body.dataset.view === 'connection' && !byId('start').open) back();
  });
  follow('/events', {
    begin: () => loader.load(),
    changes: ({ connections }) => loader.take(connections),
    reload: () => loader.later(),
    summary: showSummary,
  }, live);
  show();
  document.body.dataset.ready = 'yes';
}

begin().catch((failed) => {
  byId('count').textContent = `The page could not begin: ${failed.message}`;
});
