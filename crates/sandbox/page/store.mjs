// What the page knows: fetched from the sandbox, refreshed when the stream says that it changed.
import { useEffect, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { follow } from "./shared/stream.mjs";
import { store as keep, saveFile, stored } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { w } from "./words.mjs";

const RECENT = 80;
const ROWS = 100;
const MOST_ROWS = 200; // in one answer

/** @type {import("./types").State} */
export const state = {
  view: null, live: false, outdated: false, notice: null,
  person: null, messages: [], more: false, chosen: null, quoting: null,
  pane: "phone", tab: "traffic", dialog: null,
  rows: [], moreRows: false, filter: { kind: "all", q: "" }, about: null, paused: false, row: null, detail: null,
  seen: JSON.parse(stored("uip-sandbox-seen") ?? "{}"),
};
/** @type {Set<() => void>} */
const watchers = new Set();

/** Changes the state and draws again. @param {Partial<import("./types").State>} changes */
export function set(changes) {
  Object.assign(state, changes);
  for (const watcher of watchers) watcher();
}

/** Draws the component again when the state changes. */
export function useStore() {
  const [, draw] = useState(0);
  useEffect(() => {
    const watcher = () => draw((count) => count + 1);
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  }, []);
  return state;
}

/** @typedef {{messages: import("./types").Message[], more: boolean}} Page */

export const person = () => state.view?.people.find((one) => one.id === state.person) ?? null;
/** @param {string} id */
const path = (id) => encodeURIComponent(id);

/**
 * One request at a time: what changes meanwhile is fetched after it. Ends when a request has that began after the call.
 * @param {() => Promise<void>} fetching
 */
function once(fetching) {
  /** @type {Promise<void> | null} */
  let current = null;
  /** @type {Promise<void> | null} */
  let next = null;
  const fetchNow = async () => {
    try {
      await fetching();
    } catch (problem) {
      if (state.live) fail(problem);
    }
    current = null;
  };
  /** @returns {Promise<void>} */
  return function run() {
    if (!current) return (current = fetchNow());
    return (next ??= current.then(() => {
      next = null;
      return run();
    }));
  };
}

/**
 * The list, with the known object in the place of one that is equal: what was drawn of it is not drawn again.
 * @template {{id: string | number}} T
 * @param {T[]} known
 * @param {T[]} list
 */
function withKnown(known, list) {
  const before = new Map(known.map((one) => [one.id, one]));
  return list.map((one) => {
    const old = before.get(one.id);
    return old && JSON.stringify(old) === JSON.stringify(one) ? old : one;
  });
}

/** The last change of a customer, which may give the customer another id: what is written or read meanwhile waits for it. */
let changing = Promise.resolve();

export const refreshView = once(async () => {
  /** @type {import("./types").View} */
  let view;
  /** @type {Promise<void>} */
  let change;
  // A customer who gets another id meanwhile is still the chosen one.
  do {
    change = changing;
    await change;
    const wanted = state.person ?? fromHash();
    view = await ask("GET", `sandbox/view${wanted ? `?with=${path(wanted)}` : ""}`);
  } while (change !== changing);
  view.people.sort((a, b) => (b.last?.order ?? 0) - (a.last?.order ?? 0));
  const known = view.people.some((one) => one.id === state.person);
  set({ view, person: known ? state.person : null });
  const linked = view.people.find((one) => one.id === fromHash());
  if (!state.person && view.people.length) await choosePerson((linked ?? view.people[0]).id);
  markSeen();
});

export const refreshChat = once(async () => {
  const id = state.person;
  if (!id) return set({ messages: [], more: false });
  /** @type {Page} */
  const chat = await ask("GET", `sandbox/view/people/${path(id)}/messages?limit=${RECENT}`);
  if (state.person !== id) return;
  const first = chat.messages[0]?.order ?? 0;
  const last = state.messages.at(-1)?.order ?? 0;
  // After a gap the older ones are fetched again when they are wanted.
  const older = chat.more && first > last ? [] : state.messages.filter((message) => message.order < first);
  set({ messages: [...older, ...withKnown(state.messages, chat.messages)], more: older.length ? state.more : chat.more });
});

export async function older() {
  if (!state.person) return;
  const before = state.messages[0]?.order;
  /** @type {Page} */
  const chat = await ask("GET", `sandbox/view/people/${path(state.person)}/messages?limit=${RECENT}&before=${before}`);
  set({ messages: [...chat.messages, ...state.messages], more: chat.more });
}

/** @param {Record<string, string | number>} more */
function query(more) {
  const wanted = new URLSearchParams();
  const { kind, q } = state.filter;
  if (kind === "failed") wanted.set("failed", "true");
  else if (kind !== "all") wanted.set("kind", kind);
  if (q) wanted.set("q", q);
  if (state.about) wanted.set("about", state.about.id);
  for (const [name, value] of Object.entries(more)) wanted.set(name, String(value));
  return `sandbox/traffic?${wanted}`;
}

/** @typedef {{rows: import("./types").Row[], more: boolean}} Rows */

/** The oldest row that changed since the last request; 0 if any may have. */
let changedFrom = 0;

const fetchRows = once(async () => {
  const from = changedFrom;
  if (state.paused || from === Infinity) return;
  changedFrom = Infinity;
  const known = state.rows.filter((row) => row.id < from);
  const isPart = known.length > 0;
  try {
    /** @type {Rows} */
    const { rows, more } = await ask("GET", query(isPart ? { limit: MOST_ROWS, after: from - 1 } : { limit: ROWS }));
    if (isPart && more) return void refreshRows();
    const all = [...rows, ...known];
    const shown = all.slice(0, Math.max(ROWS, state.rows.length));
    set({ rows: withKnown(state.rows, shown), moreRows: more || (isPart && state.moreRows) || shown.length < all.length });
  } catch (problem) {
    changedFrom = Math.min(changedFrom, from);
    throw problem;
  }
});

/** Fetches the rows that may have changed: those from `from` on, or all. */
export function refreshRows(from = 0) {
  changedFrom = Math.min(changedFrom, from);
  return fetchRows();
}

export async function olderRows() {
  /** @type {Rows} */
  const { rows, more } = await ask("GET", query({ limit: ROWS, before: state.rows.at(-1)?.id ?? 0 }));
  set({ rows: [...state.rows, ...rows], moreRows: more });
}

export const refreshDetail = once(async () => {
  const id = state.row;
  if (!id) return set({ detail: null });
  const detail = await ask("GET", `sandbox/traffic/${id}`);
  if (state.row === id) set({ detail });
});

/** @param {Partial<import("./types").State>} changes */
export function filterRows(changes) {
  set({ ...changes, rows: [] });
  refreshRows();
}

/** Opens the chat with someone. @param {string} id */
export async function choosePerson(id, pane = state.pane) {
  if (id !== state.person) set({ person: id, messages: [], more: false, quoting: null, chosen: null });
  set({ pane });
  history.replaceState(null, "", `#/c/${path(id)}`);
  await refreshChat();
  markSeen();
}

function fromHash() {
  const [, id] = /^#\/c\/([^/]+)/.exec(location.hash) ?? [];
  return id && decodeURIComponent(id);
}

/** What is in the open chat counts as read. */
function markSeen() {
  const one = person();
  if (!one || document.hidden || state.seen[one.id] === one.arrived) return;
  const seen = { ...state.seen, [one.id]: one.arrived };
  keep("uip-sandbox-seen", JSON.stringify(seen));
  set({ seen });
}

/** Shows only what is about a message, and the message. @param {import("./types").Message} message */
export function trace(message) {
  filterRows({ about: { id: message.id, text: message.summary || message.kind }, chosen: message.id, tab: "traffic" });
}

/** @param {import("./types").Row} row */
export function chooseRow(row) {
  const mine = state.messages.find((message) => row.about.includes(message.id));
  set({ row: row.id, chosen: mine?.id ?? state.chosen });
  refreshDetail();
}

/** Says in words what did not work. @param {{message: string}} problem */
export const fail = (problem) => set({ notice: { bad: true, text: problem.message } });

/**
 * Does something, and says so if it does not work. Answers what it gave, or `undefined`.
 * @template T
 * @param {() => T | Promise<T>} doing
 * @returns {Promise<T | undefined>}
 */
export async function act(doing) {
  try {
    return await doing();
  } catch (problem) {
    fail(problem);
    return undefined;
  }
}

/** The controls of the chosen customer. */
const own = () => `sandbox/customers/${path(state.person ?? "")}`;

/** Sends a control of the chosen customer. @param {string} control @param {object} body */
export async function asCustomer(control, body) {
  await changing;
  const line = state.line ? `?to=${state.line}` : "";
  return act(() => ask("POST", `${own()}/${control}${line}`, body));
}

/** Replays a chat as the chosen customer, until the notice's button stops it. @param {object} transcript */
export async function replay(transcript) {
  await changing;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  set({ notice: { text: w.replaying, stop } });
  try {
    const { sent } = await ask("POST", `${own()}/transcript`, transcript, {}, stopping.signal);
    set({ notice: { text: fill(w.replayed, { count: sent.length }) } });
  } catch (problem) {
    if (stopping.signal.aborted) set({ notice: { text: w.replayStopped } });
    else fail(problem);
  }
}

/** Saves the chat with the chosen customer as a file. */
export async function saveChat() {
  const one = person();
  const transcript = await act(() => ask("GET", `${own()}/transcript`));
  if (one && transcript) saveFile(`chat-${one.waId ?? one.userId}.json`, "application/json", JSON.stringify(transcript, null, 2));
}

/** Changes the chosen customer. @param {object} changes */
export function changeCustomer(changes) {
  changing = patchCustomer(changes);
  return changing;
}

/** @param {object} changes */
async function patchCustomer(changes) {
  const was = state.person;
  const changed = await act(() => ask("PATCH", own(), changes));
  const id = changed && (changed.waId ?? changed.userId);
  if (id && id !== was && state.view) {
    // The same customer stays on the screen until the list comes with the new id.
    const people = state.view.people.map((one) => (one.id === was ? { ...one, id } : one));
    set({ person: state.person === was ? id : state.person, view: { ...state.view, people } });
  }
  refreshView();
}

function refreshAll() {
  refreshView();
  refreshChat();
  refreshRows();
  refreshDetail();
}

export const templatesChanged = new EventTarget();

/** A change that the stream tells: a kind, or a kind with an id. @typedef {string | {person?: string, traffic?: number}} Change */

export function start() {
  /** @type {string | null} */
  let version = null;
  follow("sandbox/changes", {
    live: (live) => live !== state.live && set({ live }),
    hello: (hello, isOther) => {
      version ??= hello.version;
      if (isOther) set({ messages: [], rows: [], row: null, detail: null, about: null, chosen: null });
      set({ live: true, outdated: hello.version !== version });
      refreshAll();
    },
    changed: ({ changed, all }) => {
      if (all || !changed) return refreshAll();
      const people = new Set(), rows = new Set();
      for (const /** @type {Change} */ change of changed) {
        if (typeof change === "object") people.add(change.person), rows.add(change.traffic);
      }
      people.delete(undefined);
      rows.delete(undefined);
      if (people.has(state.person)) refreshChat();
      if (rows.size > 0) refreshRows(Math.min(...rows));
      if (rows.has(state.row)) refreshDetail();
      if (changed.includes("templates")) templatesChanged.dispatchEvent(new Event("change"));
      refreshView();
    },
  });
  // While the stream is closed because the page is hidden nothing comes; on return it says what was missed.
  window.addEventListener("hashchange", () => {
    const id = fromHash();
    if (id && id !== state.person) act(() => choosePerson(id).then(refreshView));
  });
}
