// Which connections are wanted. The choice is part of the address, so it can be shared as well.

import { byId, h } from './dom.js';

const NAMES = ['state', 'scenario', 'verdict', 'client'];
const VERDICTS = ['conforms', 'incomplete', 'violates'];

const form = byId('filters');

function options(select, any, values) {
  const chosen = select.value;
  const known = [...select.options].slice(1).map((each) => each.value);
  if (select.options.length > 0 && known.join() === values.join()) return;
  select.replaceChildren(h('option', { value: '' }, any), ...values.map((each) => h('option', { value: each }, each)));
  select.value = values.includes(chosen) ? chosen : '';
}

export class Filters {
  #changed;

  constructor(states, scenarios, changed) {
    this.#changed = changed;
    options(form.elements.state, 'any', states);
    options(form.elements.scenario, 'any', [...new Set(scenarios)]);
    options(form.elements.verdict, 'any', VERDICTS);
    this.#take();
    form.addEventListener('change', () => this.#tell());
    form.addEventListener('reset', () => setTimeout(() => this.#tell()));
    form.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Reads the choice from the address again, which has changed. */
  read() {
    this.#take();
    this.#changed();
  }

  #take() {
    const query = new URLSearchParams(location.search);
    const offered = [...form.elements.client.options].map((each) => each.value);
    // A client that this page has not seen is a choice all the same.
    options(form.elements.client, 'any', [...new Set([...offered, query.get('client')].filter(Boolean))].sort());
    for (const name of NAMES) form.elements[name].value = query.get(name) || '';
    this.#showClear();
  }

  /** Offers the clients that there are; the one that is chosen stays. */
  sessions(names) {
    const chosen = form.elements.client.value;
    options(form.elements.client, 'any', [...new Set([...names, chosen].filter(Boolean))].sort());
    form.elements.client.value = chosen;
  }

  choose(name, value) {
    const select = form.elements[name];
    select.value = select.value === value ? '' : value;
    this.#tell();
  }

  get wanted() {
    const [state, scenario, verdict, client] = NAMES.map((name) => form.elements[name].value);
    return (each) => (!state || each.client === state || each.server === state)
      && (!scenario || each.scenario === scenario)
      && (!verdict || each.verdict === verdict)
      && (!client || each.session === client);
  }

  /** What belongs behind the path of an address. */
  get query() {
    const query = new URLSearchParams();
    for (const name of NAMES) if (form.elements[name].value) query.set(name, form.elements[name].value);
    return query.size > 0 ? `?${query}` : '';
  }

  /** What is chosen of a kind, or nothing. */
  chosen(name) {
    return form.elements[name].value;
  }

  #showClear() {
    byId('clear').hidden = this.query === '';
  }

  #tell() {
    this.#showClear();
    history.replaceState(null, '', location.pathname + this.query);
    this.#changed();
  }
}
