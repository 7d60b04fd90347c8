// Whether the server can store notifications, how much goes through it, and what it rejected.
import { Failed, Time, sentence } from "./parts.mjs";
import { useData } from "./session.mjs";
import { Foreign } from "./shared/text.mjs";
import { clock, duration, size } from "./shared/time.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useEffect } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.health;

export function HealthView() {
  /** @type {import("./session.mjs").Read<import("./types").Health>} */
  const { data: health, error, reload } = useData("health", ["notifications", "deliveries", "refusals", "operated"]);
  /** @type {import("./session.mjs").Read<import("./types").Throughput>} */
  const { data: throughput, reload: measure } = useData("throughput");
  /** @type {import("./session.mjs").Read<{refusals: import("./types").Refusal[]}>} */
  const { data: refused } = useData("refusals", ["refusals"]);
  useEffect(() => {
    const timer = setInterval(() => {
      reload();
      measure();
    }, 10_000);
    return () => clearInterval(timer);
  }, []);
  return h("div", { class: "page wide" }, h("h2", null, text.title), h(Failed, { error }),
    health ? h(Now, { health }) : null,
    h("h3", null, text.throughput), throughput ? h(Throughput, { ...throughput }) : null,
    h("h3", null, text.refusals), refused ? h(Refusals, { all: refused.refusals }) : null);
}

/** @param {{health: import("./types").Health}} props */
function Now({ health }) {
  const { waiting } = health;
  /** @type {Record<keyof typeof text.facts, any>} */
  const facts = {
    waiting: waiting?.notifications, oldest: waiting?.oldestSeconds == null ? words.none : duration(waiting.oldestSeconds * 1000),
    failed: waiting?.failed, pending: waiting?.pending, dead: waiting?.dead,
    database: size(health.databaseBytes), wal: size(health.walBytes), connections: health.connections, configured: h(Time, { at: health.configuredAt }),
  };
  return [
    h("div", { class: `note ${health.ready ? "good" : "bad"}`, role: "status" }, h("b", null, health.ready ? text.ready : fill(text.notReady, { reason: health.reason ?? "" })),
      health.ready ? null : h("p", null, h(Foreign, { text: sentence(health.error) }), " ", health.advice)),
    h("dl", { class: "tiles" }, /** @type {[keyof typeof facts, any][]} */ (Object.entries(facts)).map(([name, value]) =>
      h("div", { key: name, class: ["failed", "dead"].includes(name) && value > 0 ? "bad" : "" }, h("dt", null, text.facts[name]), h("dd", null, value ?? words.none)))),
  ];
}

/** @param {import("./types").Throughput} props */
function Throughput({ intervals, totals }) {
  const names = /** @type {(keyof typeof text.series)[]} */ (Object.keys(text.series));
  return [
    h("div", { class: "charts" }, names.map((name) => h(Chart, { key: name, title: text.series[name], values: intervals.map((one) => one[name]), total: totals[name] }))),
    intervals.length === 0 ? h("p", { class: "dim" }, text.noSamples) : h("details", null, h("summary", null, text.table),
      h("div", { class: "scroll" }, h("table", null,
        h("thead", null, h("tr", null, [text.minute, ...names.map((name) => text.series[name]), ...Object.values(text.columns)].map((name) => h("th", { key: name, scope: "col" }, name)))),
        h("tbody", null, [...intervals].reverse().map((one) => h("tr", { key: one.at }, h("td", null, clock(one.at / 1000)),
          names.map((name) => h("td", { key: name }, one[name])),
          Object.keys(text.columns).map((name) => h("td", { key: name }, one[name] == null ? words.none : one[name].toFixed(3))))))))),
  ];
}

/** Bars, for people who see them; the table has the numbers. @param {{title: string, values: number[], total: number}} props */
function Chart({ title, values, total }) {
  const most = Math.max(1, ...values);
  const width = 4;
  return h("figure", null,
    h("figcaption", null, title, " ", h("b", null, total), " ", h("span", { class: "dim" }, text.since)),
    h("svg", { viewBox: `0 0 ${60 * width} 48`, preserveAspectRatio: "none", "aria-hidden": "true" },
      values.slice(-60).map((value, index, all) => {
        const height = Math.max(value > 0 ? 1.5 : 0.5, (46 * value) / most);
        return h("rect", { key: index, x: (60 - all.length + index) * width, y: 48 - height, width: width - 1, height, class: value > 0 ? "bar" : "zero" });
      })),
    h("span", { class: "dim" }, fill(text.most, { most })));
}

/** @param {{all: import("./types").Refusal[]}} props */
function Refusals({ all }) {
  if (all.length === 0) return h("p", { class: "dim" }, text.noRefusals);
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, text.refusalColumns.map((name) => h("th", { key: name, scope: "col" }, name)))),
    h("tbody", null, all.map((one, index) => h("tr", { key: index },
      h("td", { class: "mono" }, h(Time, { at: one.at })), h("td", { class: "state bad" }, one.reason),
      h("td", null, h(Foreign, { text: one.trigger ?? one.path ?? "" })), h("td", { class: "wide" }, sentence(one.advice)))))));
}
