// Writing as the customer: text, files, and what is answered.
import { h } from "./vendor/preact.mjs";
import { useRef } from "./vendor/hooks.mjs";
import { Icon } from "./shared/icons.mjs";
import { size } from "./shared/time.mjs";
import { fill } from "./shared/words.mjs";
import { inOneLine } from "./bubble.mjs";
import { asCustomer, fail, set, state } from "./store.mjs";
import { kindName, w } from "./words.mjs";

/** What a file is sent as, unless another is chosen. @param {File} file */
export function kindOf(file) {
  const [type, subtype] = file.type.split("/");
  if (subtype === "webp") return "sticker";
  return ["image", "video", "audio"].includes(type) ? type : "document";
}

/** Why a file cannot be sent as this, or `null`. @param {File} file @param {string} kind */
export function tooLarge(file, kind) {
  const limit = state.view?.limits[kind === "voice" ? "audio" : kind] ?? Infinity;
  return file.size > limit ? fill(w.tooLarge, { name: file.name, size: size(file.size), kind: kindName(kind).toLowerCase(), limit: size(limit) }) : null;
}

/** @param {File | null} file */
const attach = (file) => set({ dialog: { kind: "attach", file } });

/** @param {string} text */
export async function sendText(text) {
  const quoting = state.quoting;
  set({ quoting: null });
  return quoting ? asCustomer("reply", { messageId: quoting.id, text }) : asCustomer("say", { text });
}

/**
 * @param {{one: import("./types").Person, names: import("./types").Names, quoting: import("./types").Message | null,
 *   messages: import("./types").Message[]}} props
 */
export function Composer({ one, names, quoting, messages }) {
  /** @type {{current: HTMLTextAreaElement}} */
  const area = useRef(null);
  const grow = (box = area.current) => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, 140)}px`;
  };
  const send = async (event) => {
    event?.preventDefault();
    // Another chat may be open when the answer comes.
    const box = area.current;
    const text = box.value;
    if (!text.trim()) return;
    box.value = "";
    grow(box);
    if (!(await sendText(text)) && !box.value) box.value = text;
    grow(box);
  };
  const key = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
    else if (event.key === "Escape" && quoting) set({ quoting: null });
    else if (event.key === "ArrowUp" && !area.current.value) {
      const last = messages.findLast((message) => message.mine && message.kind === "text" && message.text);
      if (!last) return;
      event.preventDefault();
      area.current.value = last.text ?? "";
      grow();
    }
  };
  const take = (list, event) => {
    const file = list?.files[0];
    if (!file) return;
    event.preventDefault();
    attach(file);
  };
  return h("form", { class: "composer", "aria-label": fill(w.write, { name: one.name }), onSubmit: send,
    onPaste: (event) => take(event.clipboardData, event), onDragOver: (event) => event.preventDefault(), onDrop: (event) => take(event.dataTransfer, event) },
    quoting && h("div", { class: "quoting" },
      h("div", { class: "q" }, h("b", null, h("bdi", { dir: "auto" }, quoting.mine ? names.customer : names.business)), h("span", { dir: "auto" }, inOneLine(quoting))),
      h("button", { type: "button", class: "icon", "aria-label": w.unquote, onClick: () => set({ quoting: null }) }, h(Icon, { name: "close" }))),
    h("div", { class: "line" },
      h("button", { type: "button", class: "icon", "aria-label": w.attach, "aria-haspopup": "dialog", title: w.attach, onClick: () => attach(null) }, h(Icon, { name: "add" })),
      h("textarea", { id: "write", ref: area, rows: 1, dir: "auto", "aria-label": fill(w.writeLabel, { name: one.name }), placeholder: fill(w.write, { name: one.name }), onKeyDown: key, onInput: () => grow() }),
      h("button", { class: "btn main round" }, w.send)));
}

/** The content of a file in base64. @param {File} file @returns {Promise<string>} */
export const base64 = (file) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** @param {File} file @param {string} kind @param {string} [caption] @param {string} [name] */
export async function sendFile(file, kind, caption, name) {
  const problem = tooLarge(file, kind);
  if (problem) return fail({ message: problem });
  const quoting = state.quoting;
  set({ quoting: null });
  return asCustomer("media", {
    type: kind === "voice" ? "audio" : kind,
    voice: kind === "voice",
    mimeType: file.type || "application/octet-stream",
    content: await base64(file),
    ...(caption ? { caption } : {}),
    ...(kind === "document" ? { filename: name || file.name } : {}),
    ...(quoting ? { messageId: quoting.id } : {}),
  });
}
