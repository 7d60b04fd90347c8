// A message as the customer sees it. Everything is a text node: nothing that anybody wrote becomes HTML.
import { h } from "./vendor/preact.mjs";
import { useState } from "./vendor/hooks.mjs";
import { Icon } from "./shared/icons.mjs";
import { JsonTree } from "./shared/json.mjs";
import { visible } from "./shared/text.mjs";
import { clock, moment, size } from "./shared/time.mjs";
import { fill } from "./shared/words.mjs";
import { kindName, w } from "./words.mjs";

/** @typedef {import("./types").Message} Message */

const TAGS = /** @type {const} */ ({ b: "strong", i: "em", x: "s", c: "code" });
/** @type {Record<import("./types").Button["does"], import("./shared/icons.mjs").Name>} */
const ICONS = { answers: "answer", form: "flow", location: "location", address: "location", contact: "person", opens: "link", calls: "phone", copies: "copy", nothing: "info" };
/** @type {Record<string, import("./shared/icons.mjs").Name>} */
const PLACEHOLDERS = { image: "image", sticker: "smile", video: "film", audio: "sound", voice: "sound", document: "document" };

/** Only these are shown by the browser; the sandbox serves all others for download. */
const SHOWN = /^(image\/(jpeg|png|webp)|video\/(mp4|3gpp)|audio\/(aac|amr|mp4|mpeg|ogg|opus))(;|$)/;

/** @param {import("./types").Span} span */
const span = ({ t, s = [], href }) => {
  const inner = href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, t) : t;
  return s.reduceRight((/** @type {unknown} */ inside, style) => h(TAGS[style], null, inside), inner);
};
/** @param {import("./types").Span[][]} lines */
const items = (lines) => lines.map((line) => h("li", { dir: "auto" }, line.map(span)));

/** @param {{block: import("./types").Block}} props */
function Block({ block }) {
  if (block.kind === "p") return h("p", { dir: "auto" }, block.spans.length ? block.spans.map(span) : "\u00a0");
  if (block.kind === "ul") return h("ul", null, items(block.items));
  if (block.kind === "ol") return h("ol", { start: block.start }, items(block.items));
  return h("blockquote", null, block.items.map((line) => h("p", { dir: "auto" }, line.map(span))));
}

/** @param {{blocks: import("./types").Block[], cut?: number}} props */
export function Text({ blocks, cut }) {
  const [all, setAll] = useState(false);
  if (!blocks.length) return null;
  const short = cut && !all;
  return [
    h("div", { class: short ? "short-text" : "", style: short ? { "--lines": cut } : undefined }, blocks.map((block) => h(Block, { block }))),
    cut && h("button", { class: "textlink", onClick: () => setAll(!all) }, all ? w.less : w.readMore),
  ];
}

/** @param {{file: import("./types").FileShown}} props */
export function FileView({ file }) {
  const name = file.name ?? kindName(file.kind);
  const icon = PLACEHOLDERS[file.kind] ?? "document";
  const own = file.id && `sandbox/media/${encodeURIComponent(file.id)}`;
  const shows = own && SHOWN.test(file.mimeType ?? "");
  if (shows && ["image", "sticker"].includes(file.kind)) return h("img", { class: file.kind, src: own, alt: name, loading: "lazy" });
  if (shows && file.kind === "video") return h("video", { src: own, controls: true, preload: "metadata", "aria-label": name });
  if (shows && ["audio", "voice"].includes(file.kind)) {
    return h("div", { class: "voice" }, h(Icon, { name: "sound" }), h("audio", { src: own, controls: true, preload: "metadata", "aria-label": name }));
  }
  const facts = [file.mimeType, file.bytes != null && size(file.bytes)].filter(Boolean).join(", ");
  if (!own && file.link && file.kind !== "document") {
    return h("div", { class: `ph ${file.kind}`, title: w.notFetched }, h(Icon, { name: icon }),
      h("small", { class: "mono", title: file.link }, visible(file.link.replace(/^https?:\/\//, ""))));
  }
  return h("div", { class: "doc" }, h(Icon, { name: icon }),
    h("span", null, h("bdi", { dir: "auto" }, visible(name)), h("small", { title: own ? undefined : w.notFetched }, visible(facts || file.link || ""))),
    own && h("a", { class: "icon", href: own, download: name, "aria-label": `${w.download}: ${name}` }, h(Icon, { name: "down" })));
}

/** @param {{place: NonNullable<Message["place"]>}} props */
const PlaceView = ({ place }) => [
  h("div", { class: "loc" }, h(Icon, { name: "location" }), h("small", { class: "mono" }, `${place.latitude}, ${place.longitude}`)),
  (place.name || place.address) && h("div", { class: "tx" }, place.name && h("p", { dir: "auto" }, h("b", null, place.name)), place.address && h("p", { class: "f", dir: "auto" }, place.address)),
];

/** @param {{contacts: NonNullable<Message["contacts"]>}} props */
const ContactsView = ({ contacts }) =>
  h("div", { class: "doc" }, h(Icon, { name: "person" }),
    h("span", null, h("bdi", { dir: "auto" }, visible(contacts.length > 1 ? fill(w.and, { name: contacts[0].name, count: contacts.length - 1 }) : contacts[0].name)),
      h("small", null, visible(contacts[0].details.join(" · ")))));

/** @param {{buttons: import("./types").Buttons, onTap?: (button: import("./types").Button) => unknown, onAll?: () => void}} props */
export function Buttons({ buttons, onTap, onAll }) {
  if (!buttons.all.length) return null;
  const hidden = buttons.all.length > buttons.shown;
  return h("div", { class: "acts" },
    buttons.all.slice(0, buttons.shown).map((button) => h(ButtonRow, { key: button.id + button.title, button, onTap })),
    hidden && h("button", { "aria-haspopup": "dialog", onClick: onAll, disabled: !onAll }, h(Icon, { name: "list" }), w.allOptions));
}

/** @param {{button: import("./types").Button, onTap?: (button: import("./types").Button) => unknown}} props */
export function ButtonRow({ button, onTap }) {
  const times = button.tapped > 1 ? fill(w.again, { count: button.tapped }) : w.tapped;
  return h("button", { class: button.tapped ? "tapped" : "", onClick: () => onTap?.(button), disabled: !onTap },
    h(Icon, { name: ICONS[button.does] }), h("bdi", { dir: "auto" }, button.title || button.id || kindName(button.kind)),
    button.tapped > 0 && h("small", null, times));
}

/** @param {{tick: NonNullable<Message["tick"]>}} props */
function Ticks({ tick }) {
  const path = { sent: "m4 7 4 4 8-9", delivered: "m1 7 4 4 8-9M8 10l1.500 1.500L18 2", read: "m1 7 4 4 8-9M8 10l1.500 1.500L18 2" }[tick];
  return h("svg", { class: `ticks ${tick}`, viewBox: "0 0 20 14", role: "img", "aria-label": w.ticks[tick] }, h("title", null, w.ticks[tick]), h("path", { d: path }));
}

/** A message in one line: its text, or what it is. @param {Message} message */
export const inOneLine = (message) => message.summary || message.text || kindName(message.kind);

/** @param {{quote: NonNullable<Message["quote"]>, names: import("./types").Names, onJump?: (id: string) => void}} props */
function Quote({ quote, names, onJump }) {
  const who = quote.mine == null ? w.unknownQuote : quote.mine ? names.customer : names.business;
  return h("button", { class: "q", onClick: () => onJump?.(quote.id), disabled: !onJump || quote.mine == null },
    h("b", null, h("bdi", { dir: "auto" }, who)), h("span", { dir: "auto" }, visible(quote.mine == null ? quote.id : quote.text || kindName(quote.kind))));
}

/**
 * What stands inside of the bubble, and only that.
 * @param {{message: Message, names: import("./types").Names, does?: import("./types").Does}} props `does` is what can be done;
 *   without it the message is only looked at
 */
export function Bubble({ message, names, does }) {
  const { file, place, contacts = [], list, cards = [], buttons, reactions = [] } = message;
  const bare = message.kind === "sticker";
  const hasText = message.blocks.length || message.header || message.footer || !cards.length;
  /** @type {((button: import("./types").Button) => unknown) | undefined} */
  const tap = does && ((button) => does.tap(message, button));
  return [
    h("div", { class: `b ${bare ? "bare" : ""}` },
      message.quote && h(Quote, { quote: message.quote, names, onJump: does?.jump }),
      file && h(FileView, { file }),
      place && h(PlaceView, { place }),
      contacts.length > 0 && h(ContactsView, { contacts }),
      message.raw && h("div", { class: "tx" }, h("p", { class: "dim" }, fill(w.raw, { kind: message.kind })), h(JsonTree, { value: message.raw, open: 2 })),
      hasText && h("div", { class: "tx" },
        message.header && h("p", { class: "h", dir: "auto" }, message.header),
        h(Text, { blocks: message.blocks, cut: message.cut }),
        message.leftOut && h("p", { class: "f" }, fill(w.leftOut, { count: message.leftOut })),
        message.footer && h("p", { class: "f", dir: "auto" }, message.footer),
        h("div", { class: "meta" }, h("time", { title: moment(message.at) }, clock(message.at)), message.tick && h(Ticks, { tick: message.tick }))),
      h(Buttons, { buttons, onTap: tap, onAll: does && (() => does.options(message, buttons)) }),
      list && h("div", { class: "acts" },
        h("button", { "aria-haspopup": "dialog", onClick: () => does?.list(message), disabled: !does }, h(Icon, { name: "list" }), h("bdi", { dir: "auto" }, list.button || w.choose)))),
    cards.length > 0 && h("div", { class: "cards", tabIndex: 0, role: "group", "aria-label": `${cards.length}` },
      cards.map((card, place) => h("div", { class: "card", key: place },
        card.file ? h(FileView, { file: card.file }) : card.header && h("div", { class: "ph" }, h("small", { class: "mono" }, visible(card.header))),
        h("div", { class: "tx" }, h(Text, { blocks: card.blocks })),
        h(Buttons, { buttons: card.buttons, onTap: tap, onAll: does && (() => does.options(message, card.buttons)) })))),
    reactions.length > 0 && h("div", { class: "reactions" },
      reactions.map((reaction) => h("span", { class: "re", key: reaction.mine, title: reaction.mine ? names.customer : names.business }, reaction.emoji))),
  ];
}
