// Parts that every page has: tabs, dialogs, copying, the theme, and a voice for screen readers.
import { h } from "../vendor/preact.mjs";
import { useEffect, useRef, useState } from "../vendor/hooks.mjs";
import { Icon } from "./icons.mjs";
import { words } from "./words.mjs";

/**
 * A list of tabs; the arrow keys, Home and End move between them. The panel is the caller's: give it
 * `role="tabpanel"`, `id` = `panel-` + the tab's id, and `aria-labelledby` = `tab-` + the tab's id.
 * @param {{label: string, tabs: {id: string, title: any, badges?: any}[], current: string,
 *   onSelect: (id: string) => void}} props
 */
export function Tabs({ label, tabs, current, onSelect }) {
  /** @type {{current: HTMLElement}} */
  const list = useRef(null);
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const at = tabs.findIndex((tab) => tab.id === current);
    /** @type {Record<string, number>} */
    const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 };
    const to = places[event.key];
    if (to === undefined || !tabs[to]) return;
    event.preventDefault();
    onSelect(tabs[to].id);
    const shown = list.current.children[to];
    if (shown instanceof HTMLElement) shown.focus();
  };
  return h("div", { class: "tabs", role: "tablist", "aria-label": label, ref: list, onKeyDown: move },
    tabs.map((tab) => {
      const on = tab.id === current;
      return h("button", {
        key: tab.id, role: "tab", id: `tab-${tab.id}`, "aria-selected": String(on), tabIndex: on ? 0 : -1,
        "aria-controls": on ? `panel-${tab.id}` : undefined, onClick: () => onSelect(tab.id),
      }, tab.title, tab.badges);
    }));
}

/**
 * A modal dialog while it is rendered. Escape, the cross and a click outside call `onClose`; without it nothing closes
 * the dialog.
 * @param {{title: any, onClose?: () => void, sheet?: boolean, children?: any}} props `sheet`: at the lower edge
 */
export function Dialog({ title, onClose, sheet = false, children }) {
  /** @type {{current: HTMLDialogElement}} */
  const dialog = useRef(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown.showModal();
    // Some browsers close a dialog at the second Escape, whatever was prevented.
    const closed = () => latest.current ? latest.current() : shown.showModal();
    shown.addEventListener("close", closed);
    return () => {
      shown.removeEventListener("close", closed);
      // While it is open, nothing outside of it can have the focus.
      shown.close();
      // What had it before may be gone.
      const next = before?.isConnected ? before : document.querySelector("main");
      if (next instanceof HTMLElement) next.focus();
    };
  }, []);
  /** @param {MouseEvent} event */
  const outside = (event) => event.target === dialog.current && onClose?.();
  /** @param {Event} event */
  const cancel = (event) => {
    event.preventDefault();
    onClose?.();
  };
  return h("dialog", { ref: dialog, class: sheet ? "sheet" : "box", "aria-labelledby": "dialog-title", onMouseDown: outside, onCancel: cancel },
    h("div", { class: "inside" },
      h("div", { class: "head" },
        h("h2", { id: "dialog-title" }, title),
        onClose ? h("button", { type: "button", class: "icon", "aria-label": words.close, onClick: onClose }, h(Icon, { name: "close" })) : null),
      children));
}

/** Puts a text on the clipboard. Answers whether it worked. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // An origin that is not secure has no clipboard, but may copy what is selected.
    const area = document.createElement("textarea");
    area.value = text;
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** Saves a text as a file of the reader's. @param {string} name @param {string} type its MIME type @param {string} text */
export function saveFile(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // A browser may read the content a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * A button that copies `text`, or what it returns.
 * @param {{text: string | (() => string | Promise<string>), label?: string, class?: string}} props
 */
export function CopyButton({ text, label = words.copy, class: style = "btn small" }) {
  const [done, setDone] = useState("");
  const click = async () => {
    const worked = await copy(typeof text === "function" ? await text() : text);
    setDone(worked ? words.copied : words.notCopied);
    announce(worked ? words.copied : words.notCopied);
    setTimeout(() => setDone(""), 1500);
  };
  return h("button", { type: "button", class: style, onClick: click }, done || label);
}

/** Says something to people who use a screen reader. @param {string} text */
export function announce(text) {
  const known = document.getElementById("voice");
  const voice = known ?? document.createElement("div");
  if (!known) {
    voice.id = "voice";
    voice.className = "sr";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = "";
  setTimeout(() => (voice.textContent = text), 50);
}

/** @type {Record<string, string>} */
const THEMES = { auto: "light", light: "dark", dark: "auto" };

/** A button for the theme: that of the system, light, dark. The choice is kept in this browser. */
export function ThemeButton() {
  const [theme, setTheme] = useState(() => stored("uip-theme") ?? "auto");
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    store("uip-theme", theme);
  }, [theme]);
  return h("button", { type: "button", class: "btn small", onClick: () => setTheme(THEMES[theme] ?? "auto") },
    theme === "light" ? words.theme.light : theme === "dark" ? words.theme.dark : words.theme.auto);
}

/** What this browser keeps under a name, or `null`. @param {string} name */
export function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a text in this browser, if it may. @param {string} name @param {string} value */
export function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage may be switched off. The page works without.
  }
}

/**
 * The same component, drawn again only if one of its properties is another one than before.
 * @template P
 * @param {(props: P) => any} component
 * @returns {(props: P) => any}
 */
export function unlessSame(component) {
  /** @this {{props: any, shouldComponentUpdate: (next: any) => boolean}} @param {any} props */
  return function Same(props) {
    const { length } = Object.keys(props);
    this.shouldComponentUpdate = (next) =>
      Object.keys(next).length !== length || Object.entries(next).some(([name, value]) => this.props[name] !== value);
    return h(component, props);
  };
}

/** A count next to a title. @param {{kind?: "bad" | "warn", children?: any}} props */
export const Badge = ({ kind, children }) => h("span", { class: `badge ${kind ?? ""}` }, children);
