// Who looks on: the token, requests with it, and the changes that the server tells.
//
// The token is kept for this tab alone, and is sent by fetch: it is in no cookie and in no address.
import { ask, Problem } from "./shared/request.mjs";
import { follow } from "./shared/stream.mjs";
import { useCallback, useEffect, useRef, useState } from "./vendor/hooks.mjs";

const TOKEN = "uip-console-token";
const PAUSE = 1000; // milliseconds between two reads of the same thing

/** @type {Set<(kinds: string[] | null) => void>} */
const listeners = new Set();
/** @type {() => void} */
let onSignedOut = () => {};

export const token = () => sessionStorage.getItem(TOKEN) ?? "";
/** @param {string} value */
export const keepToken = (value) => sessionStorage.setItem(TOKEN, value);
/** @param {() => void} then */
export const whenSignedOut = (then) => (onSignedOut = then);

export function signOut() {
  sessionStorage.clear();
  location.hash = "";
  location.reload();
}

const authorization = () => ({ authorization: `Bearer ${token()}` });

/**
 * Sends a request with the token. A wrong token asks for another one, and the page stays as it is.
 * @param {string} method @param {string} path @param {object} [body]
 */
export async function api(method, path, body) {
  try {
    return await ask(method, path, body, authorization());
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) onSignedOut();
    throw problem;
  }
}

/** @param {string} path */
export const get = (path) => api("GET", `/console/api/${path}`);
/** @param {string} path @param {object} [body] */
export const post = (path, body) => api("POST", `/console/api/${path}`, body);

/** Names and values as a query. Those without a value are left out. @param {Record<string, unknown>} values */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== "" && value != null && value !== false);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** Follows the changes until the returned function is called. @param {(live: boolean) => void} live @param {(hello: {version: string}) => void} hello */
export function listen(live, hello) {
  let isFirst = true;
  return follow("/console/api/changes", {
    headers: authorization,
    hello: (about, isOther) => {
      hello(about);
      // What was read before the first connection may have changed until then.
      if (isOther || isFirst) tell(null);
      isFirst = false;
    },
    changed: (news) => tell(news.all ? null : news.changed ?? null),
    live,
    refused: (status) => {
      if (status === 401) onSignedOut();
      return status !== 401 && status !== 403;
    },
  });
}

/** @param {string[] | null} kinds `null` for any */
const tell = (kinds) => listeners.forEach((listener) => listener(kinds));

/**
 * What a path answers, or why it does not.
 * @template T
 * @typedef {{data: T | null, error: Problem | null, reload: () => Promise<void>}} Read
 */

/**
 * What a path answers, read again when one of these kinds of things changes, at most once a second.
 * @param {string | null} path `null` for nothing
 * @param {string[]} kinds
 * @param {boolean} [paused]
 * @returns {Read<any>}
 */
export function useData(path, kinds = [], paused = false) {
  const [state, setState] = useState(/** @type {{data: any, error: Problem | null, path: string | null}} */ ({ data: null, error: null, path: null }));
  const current = useRef(path);
  current.current = path;
  const load = useCallback(async () => {
    const asked = current.current;
    if (asked === null) return;
    try {
      const data = await get(asked);
      if (current.current === asked) setState({ data, error: null, path: asked });
    } catch (error) {
      if (current.current === asked) setState((before) => ({ ...before, error, path: asked }));
    }
  }, []);
  useEffect(() => void load(), [path]);
  const waited = useRef(false);
  useEffect(() => {
    // What changed during a pause was not told.
    if (waited.current && !paused) load();
    waited.current = paused;
    if (paused || kinds.length === 0) return undefined;
    let timer = 0;
    let last = 0;
    const heard = (changed) => {
      if (timer || (changed && !changed.some((kind) => kinds.includes(kind)))) return;
      timer = setTimeout(() => {
        timer = 0;
        last = Date.now();
        load();
      }, Math.max(60, PAUSE - (Date.now() - last)));
    };
    listeners.add(heard);
    return () => {
      clearTimeout(timer);
      listeners.delete(heard);
    };
  }, [path, paused, kinds.join()]);
  return { data: state.path === path || path === null ? state.data : null, error: state.error, reload: load };
}

/**
 * A value that this tab keeps, also when the page is loaded again.
 * @template T
 * @param {string} name
 * @param {T} initial
 * @returns {[T, (next: T) => void]}
 */
export function useKept(name, initial) {
  const [value, setValue] = useState(/** @returns {T} */ () => {
    try {
      return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? initial;
    } catch {
      return initial;
    }
  });
  /** @param {T} next */
  const keep = (next) => {
    setValue(() => next);
    try {
      sessionStorage.setItem(name, JSON.stringify(next));
    } catch {
      // It is full. The page works without.
    }
  };
  return [value, keep];
}
