// Live updates: server-sent events over fetch, which unlike EventSource can carry an Authorization header.
//
// The stream says what changed, not what it changed to. It is closed while the page is hidden, since a browser allows
// six connections to a server: on return everything that was missed is told.

const SILENCE = 40_000; // milliseconds; the server writes something each 15 seconds
const LONGEST_WAIT = 10_000;

/**
 * Follows the changes until the returned function is called.
 * @param {string} path
 * @param {object} how
 * @param {() => Record<string, string>} [how.headers] for each connection
 * @param {(hello: {boot: string, seq: number, version: string}, isOther: boolean) => void} how.hello on each
 *   connection; `isOther` if it is not the run that was followed before
 * @param {(news: {seq: number, changed?: any[], all?: true}) => void} how.changed
 * @param {(live: boolean) => void} how.live
 * @param {(status: number) => boolean} [how.refused] an answer other than 200; `false` ends it
 * @returns {() => void}
 */
export function follow(path, how) {
  /** @type {string | null} */
  let last = null;
  /** @type {string | null} */
  let boot = null;
  let stopped = false;
  /** @type {AbortController | null} */
  let abort = null;
  let wait = 1000;
  let timer = 0;

  /** @param {{name: string, id: string, data: string}} event */
  const take = (event) => {
    if (event.id) last = event.id;
    const data = JSON.parse(event.data);
    if (event.name === "hello") {
      const isOther = boot !== null && boot !== data.boot;
      boot = data.boot;
      how.hello(data, isOther);
    } else if (event.name === "changed") how.changed(data);
  };

  async function connect() {
    if (stopped || document.hidden || abort) return;
    const mine = (abort = new AbortController());
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => mine.abort(), SILENCE);
    };
    try {
      heard();
      const headers = { ...how.headers?.(), ...(last ? { "last-event-id": last } : {}) };
      const answer = await fetch(path, { headers, signal: mine.signal, cache: "no-store" });
      if (!answer.ok) {
        if (how.refused?.(answer.status) === false) stopped = true;
        throw new Error(String(answer.status));
      }
      how.live(true);
      wait = 1000;
      if (answer.body) for await (const event of events(answer.body, heard)) take(event);
    } catch {
      // Closed by either side, or never open: tried again below.
    } finally {
      clearTimeout(silence);
      if (abort === mine) abort = null;
    }
    if (stopped || document.hidden) return;
    how.live(false);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  const turned = () => {
    if (document.hidden) {
      abort?.abort();
      abort = null;
    } else {
      clearTimeout(timer);
      connect();
    }
  };
  document.addEventListener("visibilitychange", turned);
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    abort?.abort();
    document.removeEventListener("visibilitychange", turned);
  };
}

/** The events of a body in the format of server-sent events. @param {ReadableStream<BufferSource>} body @param {() => void} heard */
async function* events(body, heard) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    rest += value;
    const whole = rest.split("\n\n");
    rest = whole.pop() ?? "";
    for (const block of whole) {
      const event = { name: "message", id: "", data: "" };
      for (const line of block.split("\n")) {
        const [, field, text] = /^(\w*):? ?(.*)$/.exec(line) ?? [];
        if (field === "event") event.name = text;
        else if (field === "id") event.id = text;
        else if (field === "data") event.data += text;
      }
      if (event.data) yield event;
    }
  }
}
