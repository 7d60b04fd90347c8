// The customer's phone. Inside of a bubble stands what the customer sees; what only the tester sees stands outside.
import { h } from "./vendor/preact.mjs";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.mjs";
import { Icon } from "./shared/icons.mjs";
import { Foreign } from "./shared/text.mjs";
import { clock, dayOf } from "./shared/time.mjs";
import { copy, unlessSame } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { Bubble } from "./bubble.mjs";
import { Composer } from "./composer.mjs";
import { initial } from "./people.mjs";
import { act, asCustomer, older, person, set, state, trace, useStore } from "./store.mjs";
import { kindName, w } from "./words.mjs";

/** @typedef {import("./types").Message} Message @typedef {import("./types").Names} Names */

/** @param {string} text @param {string | null} [link] */
const say = (text, link) => set({ notice: { text, link } });

/** What a tap on a button does. @param {Message} message @param {import("./types").Button} button */
async function tap(message, button) {
  const value = button.id;
  switch (button.does) {
    case "answers": return asCustomer("tap", { messageId: message.id, button: button.id });
    case "form": case "address": return set({ dialog: { kind: "form", message, button } });
    case "location": return set({ dialog: { kind: "location", message } });
    case "contact": return shareContact(message);
    case "opens": return say(`${fill(w.opens, { value })} ${button.safe ? "" : w.unsafe}`, button.safe ? value : null);
    case "calls": return say(fill(w.calls, { value }));
    case "copies": await copy(value); return say(fill(w.copies, { value }));
    default: return say(fill(w.nothing, { value: button.title }));
  }
}

/** @param {Message} message */
function shareContact(message) {
  if (person()?.waId) return asCustomer("share-contact-info", { messageId: message.id });
  return set({ dialog: { kind: "share", message } });
}

/** @param {string} id */
export function jump(id) {
  set({ chosen: id });
  document.getElementById(`m-${id}`)?.scrollIntoView({ block: "center" });
}

/** @type {import("./types").Does} */
const does = {
  tap, jump,
  list: (message) => set({ dialog: { kind: "list", message } }),
  options: (message, buttons) => set({ dialog: { kind: "options", message, buttons, tap } }),
};

/** What the business was told of its message, or why the customer has nothing of it. @param {{message: Message, name: string}} props */
function Told({ message, name }) {
  const [open, setOpen] = useState(false);
  const { failed, reached } = message;
  const [usual, ...others] = state.view?.business.numbers ?? [];
  const line = message.number !== usual.number && others.find(({ number }) => number === message.number);
  const carrier = line && w.carriers[line.carrier];
  const report = (status) => {
    const error = status === "failed" ? { error: { code: 131_026 } } : {};
    return asCustomer("status", { messageId: message.id, status, ...error });
  };
  const told = (message.reported ?? []).map((one) => one.status).join(", ");
  const never = failed?.code ? fill(w.neverCode, { name, code: failed.code }) : fill(w.never, { name });
  return h("div", { class: "told" },
    message.author && h("span", null, w.by[message.author]),
    carrier && h("span", null, fill(w.via, { carrier })),
    !reached && h("b", null, never),
    reached && told && h("span", null, fill(w.reported, { list: told })),
    reached && failed && h("b", { class: "bad" }, fill(w.failedLater, { code: failed.code ?? "" })),
    failed && h("button", { "aria-expanded": String(open), onClick: () => setOpen(!open) }, w.why),
    (message.next ?? []).map((status) => h("button", { key: status, onClick: () => report(status) }, fill(w.report, { status }))),
    failed && open && h("p", null, h("b", null, failed.title), ` ${failed.details} ${w.how[failed.code] ?? ""}`));
}

const Message = unlessSame(/** @param {{message: Message, names: Names, chosen: boolean}} props */ function Message({ message, names, chosen }) {
  const { mine } = message;
  const kind = kindName(message.kind);
  const label = fill(w.article, { who: mine ? names.customer : names.business, kind, time: clock(message.at) });
  const own = (message.reactions ?? []).find((reaction) => reaction.mine);
  const quote = () => {
    set({ quoting: message });
    document.getElementById("write")?.focus();
  };
  return h("article", { id: `m-${message.id}`, class: `m ${mine ? "out" : "in"} ${chosen ? "sel" : ""} ${message.reached ? "" : "ghost"}`, "aria-label": label },
    h("div", { class: "content" },
      h(Bubble, { message, names, does: message.reached ? does : undefined }),
      h("div", { class: "do" },
        message.reached && h("button", { class: "icon", "aria-label": w.react, "aria-haspopup": "dialog", title: w.react, onClick: () => set({ dialog: { kind: "react", message, own } }) }, h(Icon, { name: "smile" })),
        message.reached && h("button", { class: "icon", "aria-label": w.quote, title: w.quote, onClick: quote }, h(Icon, { name: "answer" })),
        h("button", { class: "icon", "aria-label": w.trace, title: w.trace, onClick: () => trace(message) }, h(Icon, { name: "trace" })))),
    !mine && h(Told, { message, name: names.customer }));
});

/**
 * The messages, with a day between those of different days.
 * @param {{messages: Message[], names: Names, now: number, chosen: string | null, more: boolean}} props
 */
function Log({ messages, names, now, chosen, more }) {
  /** @type {{current: HTMLElement}} */
  const log = useRef(null);
  const [below, setBelow] = useState(0);
  const was = useRef({ last: /** @type {string | null} */ (null), bottom: true, top: /** @type {string | null} */ (null), height: 0 });
  const last = messages.at(-1)?.id ?? null;
  const toEnd = () => {
    if (!log.current) return;
    log.current.scrollTop = log.current.scrollHeight;
    setBelow(0);
  };
  useLayoutEffect(() => {
    const before = was.current;
    const first = messages[0]?.id ?? null;
    // Older messages came in above: what was in view stays there.
    if (before.top && before.top !== first && messages.some((message) => message.id === before.top)) {
      log.current.scrollTop += log.current.scrollHeight - before.height;
    } else if (before.last !== last) {
      const place = messages.findIndex((message) => message.id === before.last);
      if (before.bottom || place < 0) toEnd();
      else setBelow((count) => count + messages.length - 1 - place);
    } else if (before.bottom) toEnd();
    was.current = { last, bottom: was.current.bottom, top: first, height: log.current.scrollHeight };
  }, [messages]);
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = log.current;
    was.current.bottom = scrollHeight - scrollTop - clientHeight < 24;
    if (was.current.bottom) setBelow(0);
  };
  useEffect(() => {
    const watcher = new ResizeObserver(() => was.current.bottom && toEnd());
    watcher.observe(log.current);
    return () => watcher.disconnect();
  }, []);
  let day = "";
  return h("div", { class: "logbox" },
    h("div", { class: "log", role: "log", "aria-live": "polite", tabIndex: 0, "aria-label": fill(w.log, { name: names.customer }), ref: log, onScroll: scrolled },
      more && h("button", { class: "btn small older", onClick: () => act(older) }, w.older),
      messages.length === 0 && h("p", { class: "empty" }, w.noMessages),
      messages.map((message) => {
        const today = dayOf(message.at, now);
        const isNew = today !== day;
        day = today;
        return [isNew && h("p", { class: "day", key: `day ${message.id}` }, today), h(Message, { key: message.id, message, names, chosen: chosen === message.id })];
      })),
    below > 0 && h("button", { class: "btn small below", onClick: toEnd }, fill(w.newBelow, { count: below })));
}

/** @param {{one: import("./types").Person, view: import("./types").View, line: string}} props */
function Bar({ one, view, line }) {
  const name = view.business.name;
  const pick = (event) => set({ line: event.currentTarget.value });
  return h("div", { class: "bar" },
    h("span", { class: "av", "aria-hidden": "true" }, initial(name)),
    h("div", { class: "grow" }, h("h2", null, h(Foreign, { text: name })), h("p", { class: one.typing ? "t" : "" }, one.typing ? w.typing : `+${line}`)),
    h("select", { "aria-label": w.toNumber, value: line, onChange: pick },
      view.business.numbers.map(({ number, carrier }) => h("option", { key: number, value: number, selected: number === line }, w.carriers[carrier]))),
    h("button", { class: "icon", "aria-label": w.more, "aria-haspopup": "dialog", title: w.more, onClick: () => set({ dialog: { kind: "more" } }) }, h(Icon, { name: "menu" })));
}

/** @param {{notice: NonNullable<import("./types").State["notice"]>}} props */
const Notice = ({ notice }) =>
  h("div", { class: `note notice ${notice.bad ? "bad" : "good"}`, role: notice.bad ? "alert" : "status" },
    h("span", null, notice.text, " ", notice.link && h("a", { href: notice.link, target: "_blank", rel: "noopener noreferrer" }, w.openLink)),
    notice.stop && h("button", { class: "btn small", onClick: notice.stop }, w.stop),
    !notice.stop && h("button", { class: "icon", "aria-label": w.dismiss, onClick: () => set({ notice: null }) }, h(Icon, { name: "close" })));

/** @param {{shown: boolean}} props */
export function Phone({ shown }) {
  const { view, messages, more, chosen, quoting, notice, line } = useStore();
  const one = view && person();
  const names = useMemo(() => ({ customer: one?.name ?? "", business: view?.business.name ?? "" }), [one?.name, view?.business.name]);
  return h("section", { class: `col phone ${shown ? "shown" : ""}`, "aria-label": w.views.phone },
    !one && h("p", { class: "empty grow" }, w.pick),
    one && h(Bar, { one, view, line: line ?? view.business.numbers[0].number }),
    one && h(Log, { key: one.id, messages, names, now: view.now, chosen, more }),
    notice && h(Notice, { notice }),
    // What was begun for one customer is not sent to another. Hiding the number gives the same customer another id.
    one && h(Composer, { key: one.waId ?? one.hiddenNumber ?? one.id, one, names, quoting, messages }));
}
