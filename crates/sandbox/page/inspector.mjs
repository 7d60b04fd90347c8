// What happens behind the chat, in tabs.
import { h } from "./vendor/preact.mjs";
import { Badge, Tabs } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { Business } from "./business.mjs";
import { Faults } from "./faults.mjs";
import { Media } from "./media.mjs";
import { set, useStore } from "./store.mjs";
import { Templates } from "./templates.mjs";
import { Traffic } from "./traffic.mjs";
import { w } from "./words.mjs";

const PANELS = { traffic: Traffic, faults: Faults, templates: Templates, media: Media, business: Business };

/** @param {import("./types").View["counts"]} counts @returns {Partial<Record<keyof typeof PANELS, unknown>>} */
function badges(counts) {
  return {
    traffic: [h(Badge, null, counts.traffic), counts.failed > 0 && h(Badge, { kind: "bad" }, fill(w.failedCount, { count: counts.failed }))],
    faults: counts.faults > 0 && h(Badge, { kind: "warn" }, fill(w.waits, { count: counts.faults })),
    templates: h(Badge, null, counts.templates),
    media: counts.media > 0 && h(Badge, null, counts.media),
  };
}

/** @param {{shown: boolean}} props */
export function Inspector({ shown }) {
  const { tab, view } = useStore();
  const marks = view ? badges(view.counts) : {};
  const tabs = /** @type {[keyof typeof PANELS, string][]} */ (Object.entries(w.tabs)).map(([id, title]) => ({ id, title, badges: marks[id] }));
  return h("section", { class: `col inspector ${shown ? "shown" : ""}`, "aria-label": w.inspector },
    h(Tabs, { label: w.inspector, tabs, current: tab, onSelect: (id) => set({ tab: /** @type {keyof typeof PANELS} */ (id) }) }),
    h("div", { role: "tabpanel", class: "panel", id: `panel-${tab}`, "aria-labelledby": `tab-${tab}`, key: tab }, view && h(PANELS[tab], { view })));
}
