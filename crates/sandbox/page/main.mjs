// The page: three columns, or one of them on a narrow screen.
import { h, render } from "./vendor/preact.mjs";
import { useEffect } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { clock, moment } from "./shared/time.mjs";
import { ThemeButton } from "./shared/ui.mjs";
import { visible } from "./shared/text.mjs";
import { Dialogs } from "./dialogs.mjs";
import { Inspector } from "./inspector.mjs";
import { People } from "./people.mjs";
import { Phone } from "./phone.mjs";
import { act, person, set, start, useStore } from "./store.mjs";
import { w } from "./words.mjs";

const advance = (seconds) => act(() => ask("POST", "sandbox/clock", { advanceSeconds: seconds }));

/** @param {import("./types").State} props */
function Top({ view, live }) {
  const callback = view?.callback;
  return h("header", { class: "top" },
    h("h1", { class: "brand" }, w.brand),
    h("span", { class: "stat" }, h("span", { class: `dot ${live ? "" : "off"}` }), live ? w.live : w.lost),
    h("span", { class: "stat opt api" }, w.api, " ", h("b", { class: "mono" }, location.host)),
    callback && h("span", { class: "stat opt hook" }, w.webhook, " ",
      callback.url
        ? [h("b", { class: "mono short", title: callback.url }, visible(callback.url.replace(/^https?:\/\//, ""))),
           callback.verified ? h("span", { class: "ok" }, w.verified) : h("span", null, w.unverified)]
        : h("span", null, w.noWebhook)),
    h("span", { class: "grow" }),
    view && h("span", { class: "stat opt" }, w.clock, " ",
      h("b", { class: view.moved ? "moved" : "", title: moment(view.now) }, view.moved ? moment(view.now) : clock(view.now)),
      h("button", { class: "btn small", onClick: () => advance(3600) }, w.hour),
      h("button", { class: "btn small", title: w.dayTitle, onClick: () => advance(86_400) }, w.day)),
    h(ThemeButton),
    h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => set({ dialog: { kind: "connect" } }) }, w.connect),
    h("button", { class: "btn small", "aria-haspopup": "dialog", onClick: () => set({ dialog: { kind: "reset" } }) }, w.reset));
}

/** @param {import("./types").State} props */
function Views({ pane }) {
  return h("nav", { class: "views", "aria-label": w.views.name },
    /** @type {const} */ (["people", "phone", "inspector"]).map((name) =>
      h("button", { key: name, "aria-current": pane === name ? "true" : undefined, onClick: () => set({ pane: name }) }, w.views[name])));
}

function App() {
  const state = useStore();
  useEffect(() => {
    const one = person();
    document.title = one ? `${one.name} · ${w.brand} ${location.host}` : `${w.brand} ${location.host}`;
  });
  useEffect(() => {
    if (state.view && state.view.people.length === 0 && !state.greeted) set({ greeted: true, dialog: { kind: "connect" } });
  }, [state.view]);
  return [
    h("a", { class: "skip", href: "#write", onClick: focusWrite }, w.skip),
    h(Top, state),
    state.outdated && h("div", { class: "banner warn" }, w.reload, h("button", { class: "btn small", onClick: () => location.reload() }, w.reloadNow)),
    h("main", null,
      h(People, { shown: state.pane === "people" }),
      h(Phone, { shown: state.pane === "phone" }),
      h(Inspector, { shown: state.pane === "inspector" })),
    h(Views, state),
    h(Dialogs),
  ];
}

function focusWrite(event) {
  event.preventDefault();
  set({ pane: "phone" });
  document.getElementById("write")?.focus();
}

render(h(App), /** @type {HTMLElement} */ (document.getElementById("app")));
start();
