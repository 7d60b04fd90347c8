// The console: sign-in, the bar at the top, and which view is shown.
import { AdapterView } from "./adapter.mjs";
import { CommandsView } from "./commands.mjs";
import { DeliveriesView } from "./deliveries.mjs";
import { EventsView } from "./events.mjs";
import { HealthView } from "./health.mjs";
import { NotificationsView } from "./notifications.mjs";
import { Asked } from "./parts.mjs";
import { SetupView } from "./setup.mjs";
import { get, keepToken, listen, signOut, token, useData, useKept, whenSignedOut } from "./session.mjs";
import { Badge, Dialog, ThemeButton } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h, render } from "./vendor/preact.mjs";
import { useEffect, useRef, useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

/** @type {Record<keyof typeof words.views, (props: any) => unknown>} */
const VIEWS = {
  setup: SetupView, adapter: AdapterView, commands: CommandsView, events: EventsView,
  deliveries: DeliveriesView, notifications: NotificationsView, health: HealthView,
};
const OVERALL = ["events", "deliveries", "notifications", "health"];

/** `#/events/42` is the view `events` and the rest `["42"]`. */
function useRoute() {
  const read = () => location.hash.replace(/^#\/?/, "").split("/").map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const turned = () => setRoute(read());
    addEventListener("hashchange", turned);
    return () => removeEventListener("hashchange", turned);
  }, []);
  const [view, ...rest] = route;
  return { view: /** @type {keyof typeof VIEWS} */ (Object.hasOwn(VIEWS, view) ? view : "setup"), rest: Object.hasOwn(VIEWS, view) ? rest : [] };
}

function App() {
  const [me, setMe] = useState(/** @type {import("./types").Me | null} */ (null));
  const [asks, setAsks] = useState(token() === "");
  whenSignedOut(() => setAsks(true));
  const enter = async () => {
    setMe(await get("me"));
    setAsks(false);
  };
  useEffect(() => void (token() !== "" && enter().catch(() => {})), []);
  return [
    me ? h(Console, { me, key: me.role, signedIn: !asks }) : h("div", { class: "blank" }),
    asks ? h(SignIn, { again: me !== null, enter }) : null,
  ];
}

/** @param {{again: boolean, enter: () => Promise<void>}} props */
function SignIn({ again, enter }) {
  /** @type {{current: HTMLInputElement}} */
  const input = useRef(null);
  const [wrong, setWrong] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    keepToken(input.current.value.trim());
    try {
      await enter();
    } catch (problem) {
      keepToken("");
      setWrong(problem.message);
      input.current.select();
    }
  };
  return h(Dialog, { title: words.signIn.title },
    h("form", { onSubmit: submit },
      h("p", null, again ? words.signIn.again : words.signIn.why),
      h("div", { class: "field" },
        h("label", { for: "token" }, words.signIn.token),
        h("input", { id: "token", ref: input, type: "password", autocomplete: "current-password", required: true, autofocus: true, "aria-describedby": "token-wrong" })),
      h("div", { class: "wrong", id: "token-wrong", role: "alert" }, wrong),
      h("div", { class: "go" }, h("button", { class: "btn main" }, words.signIn.enter))));
}

/** @param {{me: import("./types").Me, signedIn: boolean}} props */
function Console({ me, signedIn }) {
  const { view, rest } = useRoute();
  const [live, setLive] = useState(true);
  const [isOld, setOld] = useState(false);
  const [chosen, setChosen] = useKept("uip-adapter", me.adapters[0] ?? "");
  /** @type {{current: HTMLElement}} */
  const main = useRef(null);
  // The configuration can be reloaded with other adapters.
  /** @type {import("./session.mjs").Read<import("./types").Me>} */
  const { data: now } = useData("me", ["configuration"]);
  const adapters = now?.adapters ?? me.adapters;
  const adapter = chosen === "" || adapters.includes(chosen) ? chosen : adapters[0] ?? "";
  useEffect(() => {
    if (!signedIn) return undefined;
    return listen(setLive, (hello) => setOld(hello.version !== me.version));
  }, [signedIn]);
  const title = words.views[view];
  useEffect(() => {
    document.title = fill(words.title, { view: title });
    // On a narrow screen the views are in a row that scrolls.
    const current = document.querySelector("nav.main [aria-current]");
    const row = current?.parentElement;
    if (current instanceof HTMLElement && row) row.scrollLeft = current.offsetLeft - row.offsetLeft - 40;
  }, [view]);
  /** @type {import("./session.mjs").Read<import("./types").Health>} */
  const { data: health, reload } = useData("health", ["notifications", "deliveries", "operated", "refusals"]);
  useEffect(() => {
    // An inbox that cannot be written changes nothing, so nothing is told.
    const timer = setInterval(() => document.hidden || reload(), 15_000);
    return () => clearInterval(timer);
  }, []);
  const badges = {
    deliveries: health?.waiting?.dead ? h(Badge, { kind: "bad" }, fill(words.dead, { count: health.waiting.dead })) : null,
    notifications: health?.waiting?.failed ? h(Badge, { kind: "bad" }, fill(words.failed, { count: health.waiting.failed })) : null,
    health: health && !health.ready ? h(Badge, { kind: "bad" }, words.notReady) : null,
  };
  const single = !OVERALL.includes(view);
  const View = VIEWS[view];
  return [
    h("header", { class: "top" },
      h("a", { class: "skip", href: `#/${view}`, onClick: (event) => { event.preventDefault(); main.current.focus(); } }, words.skip),
      h("h1", { class: "brand" }, words.brand),
      h("label", { class: "stat" }, h("span", { class: "sr" }, words.adapter),
        h("select", { value: single && adapter === "" ? adapters[0] : adapter, onChange: (event) => setChosen(event.currentTarget.value) },
          single ? null : h("option", { value: "" }, words.allAdapters),
          adapters.map((name) => h("option", { key: name, value: name }, name)))),
      h("span", { class: "stat", role: "status" }, h("span", { class: `dot ${live ? "" : "off"}` }), h("span", { class: live ? "word" : "" }, live ? words.live : words.notLive)),
      h("nav", { class: "main", "aria-label": words.navigation },
        Object.keys(VIEWS).map((name) =>
          h("a", { key: name, href: `#/${name}`, "aria-current": name === view ? "page" : undefined }, words.views[name], badges[name]))),
      h("span", { class: "grow" }),
      me.role === "reader" ? h(Badge, null, words.reader) : null,
      h(ThemeButton),
      h("button", { type: "button", class: "btn small", onClick: signOut }, words.signOut)),
    h("main", { id: "main", tabIndex: 0, ref: main },
      isOld ? h("div", { class: "banner warn" }, h("span", { class: "grow" }, words.old),
        h("button", { class: "btn small", onClick: () => location.reload() }, words.reload)) : null,
      h(View, { key: single ? `${view}-${adapter}` : view, me, mayAct: me.role === "operator", rest, adapter: single && adapter === "" ? adapters[0] : adapter })),
    h(Asked),
  ];
}

document.documentElement.dataset.theme = "auto";
render(h(App), /** @type {HTMLElement} */ (document.getElementById("app")));
