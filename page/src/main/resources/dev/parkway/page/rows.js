// The connections that this page knows, newest first, and which of them are wanted.

const state = (text) => text.replace('STATE_', '').replace('UNSPECIFIED', '');

/** A connection as the list shows it. */
export const row = (message) => ({
  name: message.name,
  session: message.session,
  scenario: message.scenario,
  profile: message.profile,
  client: state(message.clientState),
  server: state(message.serverState),
  clientOutcome: message.clientOutcome,
  serverOutcome: message.serverOutcome,
  verdict: message.verdict,
  started: message.started ? Date.parse(message.started) : NaN,
});

export class Rows {
  #byName = new Map();
  #all = [];
  #wanted = () => true;
  shown = [];

  get size() {
    return this.#all.length;
  }

  get sessions() {
    return [...new Set(this.#all.map((each) => each.session))];
  }

  get(name) {
    return this.#byName.get(name);
  }

  /** Replaces all; those of several servers come one server's after the other's, and are shown by age. */
  load(messages, several = false) {
    this.#byName.clear();
    this.#all = [];
    for (const message of messages) {
      const each = row(message);
      if (this.#byName.has(each.name)) continue;
      this.#byName.set(each.name, each);
      this.#all.push(each);
    }
    // What has not begun yet is the newest.
    const begun = (each) => (Number.isNaN(each.started) ? Infinity : each.started);
    if (several) this.#all.sort((one, other) => (begun(one) === begun(other) ? 0 : begun(other) - begun(one)));
    this.#sift();
  }

  /** Takes news of some; those that were not known are the newest. */
  change(messages) {
    const fresh = [];
    for (const message of messages) {
      const each = row(message);
      const known = this.#byName.get(each.name);
      if (known) Object.assign(known, each);
      else {
        this.#byName.set(each.name, each);
        fresh.unshift(each);
      }
    }
    if (fresh.length > 0) this.#all = fresh.concat(this.#all);
    this.#sift();
  }

  /** The server keeps only so many, and forgets the oldest. */
  keep(count) {
    if (this.#all.length <= count) return;
    for (const each of this.#all.splice(count)) this.#byName.delete(each.name);
    this.#sift();
  }

  want(wanted) {
    this.#wanted = wanted;
    this.#sift();
  }

  #sift() {
    this.shown = this.#all.filter(this.#wanted);
  }
}
