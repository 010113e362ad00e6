// Starting connections and pacing them: shown only where the server allows it.

import { byId, h } from './dom.js';
import { post } from './api.js';

const RUN = { mode: 'MODE_RUN' };
const HOLD = { mode: 'MODE_HOLD' };
const delay = (millis) => ({ mode: 'MODE_DELAY', delay: `${millis / 1000}s` });

const PACES = [
  ['hold', 'step by step', HOLD],
  ['slow', 'a move a second', delay(1000)],
  ['brisk', 'five moves a second', delay(200)],
  ['run', 'as fast as it goes', RUN],
];

const plain = (text) => text.replace('SIDE_', '').toLowerCase();

/** The buttons that hold a connection, step it and let it run. */
export class Controls {
  #name;
  #note = h('p', { class: 'note', role: 'status' });
  #buttons;

  constructor(name) {
    this.#name = name;
    const button = (text, run, attributes = {}) => h('button', { type: 'button', onclick: () => this.#ask(run), ...attributes }, text);
    this.#buttons = {
      step: button('Step', () => post(`${this.#path}/step`, {}), { class: 'primary', accesskey: 's' }),
      client: button('Step client', () => post(`${this.#path}/step`, { side: 'SIDE_CLIENT' })),
      server: button('Step server', () => post(`${this.#path}/step`, { side: 'SIDE_SERVER' })),
      hold: button('Hold', () => this.#pace(HOLD), { 'data-pace': 'hold' }),
      slow: button('Slowly', () => this.#pace(delay(1000)), { 'data-pace': 'slow' }),
      run: button('Run on', () => this.#pace(RUN), { 'data-pace': 'run' }),
    };
    this.element = h('div', { class: 'controls', role: 'group', 'aria-label': 'Pace', hidden: true },
      ...Object.values(this.#buttons), this.#note);
  }

  get #path() {
    return `/connections/${this.#name}`;
  }

  #pace(pace) {
    return post(`${this.#path}/pace`, { pace });
  }

  async #ask(run) {
    try {
      this.show((await run()).pacing);
    } catch (refused) {
      this.#note.textContent = refused.message;
    }
  }

  /** Shows how the connection is paced; nothing if no side of it runs in the server's process. */
  show(pacing) {
    const had = this.element.contains(document.activeElement);
    this.element.hidden = !pacing;
    if (!pacing) {
      // Whoever used the buttons is not left nowhere.
      if (had) byId('connection-title').focus({ preventScroll: true });
      return;
    }
    const held = pacing.held.map(plain);
    this.#buttons.client.hidden = held.length < 2;
    this.#buttons.server.hidden = held.length < 2;
    const mode = pacing.pace.mode.replace('MODE_', '').toLowerCase();
    const owed = pacing.owed > 0 ? `; ${pacing.owed} ${Number(pacing.owed) === 1 ? 'move' : 'moves'} owed` : '';
    this.#note.textContent = held.length > 0
      ? `The ${held.join(' and the ')} ${held.length > 1 ? 'are' : 'is'} parked${mode === 'delay' ? ' for a moment' : ', until somebody unparks'}${owed}.`
      : { run: 'It runs freely.', hold: `Nobody is parked before a move${owed}.`, delay: 'It moves slowly.' }[mode] || '';
    for (const [name, on] of [['hold', mode === 'hold'], ['slow', mode === 'delay'], ['run', mode === 'run']]) {
      this.#buttons[name].setAttribute('aria-pressed', String(on));
    }
  }
}

/** The dialog that starts connections. */
export function startDialog(scenarios, open) {
  const dialog = byId('start');
  const error = h('p', { class: 'error', role: 'alert' });
  const key = (each) => `${each.name} ${each.profile}`;
  const plot = h('p', { class: 'plot' });
  const scenario = h('select', { name: 'scenario', onchange: () => tell() },
    ...scenarios.map((each) => h('option', { value: key(each) }, `${each.name} (${each.profile})`)));
  const tell = () => {
    plot.textContent = `${scenarios.find((each) => key(each) === scenario.value)?.title || ''}.`;
  };
  const count = h('input', { name: 'count', type: 'number', min: 1, max: 10000, value: 1, required: true, inputmode: 'numeric' });
  const pace = h('select', { name: 'pace' }, ...PACES.map(([name, text]) => h('option', { value: name }, text)));
  const submit = h('button', { type: 'submit', class: 'primary' }, 'Start');
  const form = h('form', { method: 'dialog' },
    h('h2', { id: 'start-title' }, 'Start connections'),
    h('label', {}, 'Scenario ', scenario), plot,
    h('label', {}, 'How many ', count), h('label', {}, 'Pace ', pace), error,
    h('div', { class: 'buttons' },
      h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'),
      submit));
  let asking = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    // Once, however often it is pressed. It is not disabled in earnest: that would take the focus from it.
    if (asking) return;
    asking = true;
    submit.setAttribute('aria-disabled', 'true');
    error.textContent = '';
    const [name, profile] = scenario.value.split(' ');
    try {
      const started = await post('/connections', {
        scenario: name, profile, count: Number(count.value), pace: PACES.find((each) => each[0] === pace.value)[2],
      });
      dialog.close();
      open(started.connections[0]);
    } catch (refused) {
      error.textContent = refused.message;
    } finally {
      asking = false;
      submit.removeAttribute('aria-disabled');
    }
  });
  dialog.replaceChildren(form);
  tell();
  const button = byId('start-open');
  button.hidden = false;
  button.addEventListener('click', () => dialog.showModal());
}
