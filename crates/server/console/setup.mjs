// The steps of a set-up. Each shows whether it is done, and what to do if it is not.
import { Failed, Time, sentence } from "./parts.mjs";
import { post, useData } from "./session.mjs";
import { Foreign } from "./shared/text.mjs";
import { size } from "./shared/time.mjs";
import { CopyButton } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { words } from "./words.mjs";

const text = words.setup;

/** @param {{state: "ok" | "bad" | "open", title: any, children?: any, actions?: any}} props */
function Row({ state, title, children, actions }) {
  return h("li", { class: `step ${state}` },
    h("span", { class: "sign", role: "img", "aria-label": text.states[state] }, { ok: "✓", bad: "!", open: "○" }[state]),
    h("div", { class: "grow" }, h("h3", null, title), children),
    actions ? h("div", { class: "row" }, actions) : null);
}

/** @param {{adapter: string, mayAct: boolean}} props */
export function SetupView({ adapter, mayAct }) {
  /** @type {import("./session.mjs").Read<import("./types").Setup>} */
  const { data, error } = useData("setup", ["notifications", "refusals", "configuration", "operated"]);
  if (!data) return h("div", { class: "page" }, h(Failed, { error }));
  const own = data.adapters.find((one) => one.name === adapter);
  const webhooks = data.webhooks.filter((webhook) => webhook.adapters.includes(adapter));
  const receivers = data.receivers.filter((receiver) => receiver.adapter === adapter);
  return h("div", { class: "page" }, h("h2", null, fill(text.title, { adapter })), h(Failed, { error }),
    h("ol", { class: "steps" },
      h(Row, { state: "ok", title: text.configuration }, h("p", { class: "hint" }, text.read, " ", h(Time, { at: data.configuredAt }))),
      h(Row, { state: own ? "ok" : "bad", title: text.component }, own ? h("p", { class: "hint" }, [`${own.display} ${own.version}`, own.contract, own.componentBytes && size(own.componentBytes)].filter(Boolean).join(", ")) : null),
      h(Row, { state: data.ready ? "ok" : "bad", title: text.inbox }, data.ready ? null : h("p", { class: "wrong" }, sentence(data.problem), " ", data.advice)),
      h(Connection, { adapter, command: own?.checkCommand, mayAct }),
      webhooks.length === 0 ? h(Row, { state: "bad", title: text.webhook }, h("p", { class: "hint" }, text.noWebhook)) : null,
      webhooks.map((webhook) => h(Webhook, { key: webhook.trigger, webhook, mayAct })),
      receivers.length === 0 ? h(Row, { state: "bad", title: text.receiver }, h("p", { class: "hint" }, text.noReceiver)) : null,
      receivers.map((receiver) => h(Receiver, { key: receiver.trigger, receiver, mayAct }))));
}

/** @param {{adapter: string, command?: string, mayAct: boolean}} props */
function Connection({ adapter, command, mayAct }) {
  const [state, setState] = useState(/** @type {{busy: boolean, response: import("./types").Response | null, error: Error | null}} */ ({ busy: false, response: null, error: null }));
  if (!command) return null;
  const check = async () => {
    setState({ busy: true, response: null, error: null });
    try {
      const { response } = await post("setup/connection", { adapter });
      setState({ busy: false, response, error: null });
    } catch (error) {
      setState({ busy: false, response: null, error });
    }
  };
  const { response } = state;
  const works = response?.status === "success";
  const facts = Object.entries(response ?? {}).filter(([name, value]) => name !== "status" && value !== null && String(value) !== "" && !String(value).includes("[object"));
  return h(Row, {
    state: response ? (works ? "ok" : "bad") : state.error ? "bad" : "open", title: fill(text.connection, { command }),
    actions: mayAct ? h("button", { class: "btn small", disabled: state.busy, onClick: check }, text.check) : null,
  }, h(Failed, { error: state.error }),
    response && !works ? h("p", { class: "wrong" }, h(Foreign, { text: response.error ?? "" }), " ", h("b", null, response.advice)) : null,
    works ? h("dl", { class: "kv" }, facts.map(([name, value]) => [h("dt", { key: name }, name), h("dd", null, h(Foreign, { text: String(value) }))])) : null,
    response ? null : h("p", { class: "hint" }, text.connectionHint));
}

/** @param {{webhook: import("./types").Webhook, mayAct: boolean}} props */
function Webhook({ webhook, mayAct }) {
  const [verify, setVerify] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {Error | null} */ (null));
  const show = () => post("setup/verify-token", { trigger: webhook.trigger }).then((answer) => setVerify(answer.verifyToken), setError);
  const address = webhook.url ?? webhook.path;
  const refusal = webhook.lastRefusal;
  const isAsked = webhook.askedAt !== null || webhook.receivedAt !== null;
  return [
    h(Row, { state: "ok", title: fill(text.webhookOf, { trigger: webhook.trigger }), actions: h(CopyButton, { text: address, label: text.copyUrl }) },
      h("p", { class: "mono" }, h(Foreign, { text: address })),
      webhook.url ? null : h("p", { class: "hint" }, text.noPublicUrl),
      webhook.authenticated ? null : h("p", { class: "wrong" }, text.unauthenticated),
      webhook.verifies && mayAct
        ? h("p", { class: "row" }, text.verifyToken, " ", verify === null
            ? h("button", { class: "btn small", onClick: show }, text.show)
            : [h("code", null, h(Foreign, { text: verify })), h(CopyButton, { text: verify })])
        : null, h(Failed, { error })),
    webhook.verifies
      ? h(Row, { state: isAsked ? "ok" : "open", title: text.asked },
          h("p", { class: "hint" }, webhook.askedAt ? h(Time, { at: webhook.askedAt }) : isAsked ? text.askedBefore : text.askedHint))
      : null,
    h(Row, { state: webhook.receivedAt ? "ok" : refusal ? "bad" : "open", title: webhook.authenticated ? text.received : text.receivedUnsigned },
      webhook.receivedAt ? h("p", { class: "hint" }, text.last, " ", h(Time, { at: webhook.receivedAt })) : h("p", { class: "hint" }, text.receivedHint),
      refusal ? h("p", { class: refusal.at > (webhook.receivedAt ?? 0) ? "wrong" : "hint" }, fill(text.refused, { reason: refusal.reason }), " ", h(Time, { at: refusal.at }), ". ", sentence(refusal.advice)) : null),
  ];
}

/** @param {{receiver: import("./types").Receiver, mayAct: boolean}} props */
function Receiver({ receiver, mayAct }) {
  const [state, setState] = useState(/** @type {{busy: boolean, result: import("./types").TestResult | null, error: Error | null}} */ ({ busy: false, result: null, error: null }));
  const test = () => {
    setState({ busy: true, result: null, error: null });
    post("setup/receiver", { trigger: receiver.trigger }).then(
      (result) => setState({ busy: false, result, error: null }), (error) => setState({ busy: false, result: null, error }));
  };
  const { result } = state;
  return h(Row, {
    state: result ? (result.delivered ? "ok" : "bad") : "open", title: fill(text.receiverOf, { trigger: receiver.trigger }),
    actions: mayAct ? h("button", { class: "btn small", disabled: state.busy, onClick: test }, text.sendTest) : null,
  }, h("p", { class: "hint" }, fill(text.receives, { event: receiver.event }), " ",
    h("a", { href: `#/deliveries/${encodeURIComponent(receiver.trigger)}` }, text.deliveries)),
    h(Failed, { error: state.error }),
    result ? h("p", { class: result.delivered ? "good" : "wrong", role: "status" },
      result.delivered ? fill(text.accepted, { id: result.eventId }) : h(Foreign, { text: result.error ?? "" })) : null);
}
