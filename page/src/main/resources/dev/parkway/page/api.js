// What the server tells: JSON from the messages of the inspection API, and server-sent events.

const ROOT = '/api/v1';

/** A refusal, with the server's own words. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.message || `the server answered ${status}`);
    this.reason = body.reason || '';
    this.status = status;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

export const get = async (path) => answer(await fetch(ROOT + path));

export const post = async (path, body) => answer(await fetch(ROOT + path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
}));

/**
 * Follows a stream of events until it is stopped. While nobody sees the page it is closed: a browser has few
 * connections to a server, and other tabs need them.
 */
export function follow(path, handlers, told = () => {}) {
  let source = null;
  let again = 0;
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(ROOT + path);
    source.onopen = () => told(true);
    source.onerror = () => {
      told(false);
      // After a refusal the browser gives up; we do not.
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        again = setTimeout(open, 2000);
      }
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  };
  const close = () => {
    clearTimeout(again);
    if (source) source.close();
    source = null;
  };
  const look = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', look);
  open();
  return () => {
    document.removeEventListener('visibilitychange', look);
    close();
  };
}
