// The files that the sandbox has.
import { h } from "./vendor/preact.mjs";
import { useEffect, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { visible } from "./shared/text.mjs";
import { size } from "./shared/time.mjs";
import { FileView } from "./bubble.mjs";
import { act } from "./store.mjs";
import { w } from "./words.mjs";

/** @param {{view: import("./types").View}} props */
export function Media({ view }) {
  const [all, setAll] = useState(/** @type {import("./types").Media[]} */ ([]));
  useEffect(() => void act(async () => setAll(await ask("GET", "sandbox/media"))), [view.counts.media]);
  const spoil = (id) => act(() => ask("POST", `sandbox/media/${encodeURIComponent(id)}/spoil`));
  if (all.length === 0) return h("p", { class: "empty" }, w.noMedia);
  return h("ul", { class: "media scroll" }, [...all].reverse().map((one) => {
    const kind = one.mimeType.split("/")[0];
    const file = { id: one.id, mimeType: one.mimeType, bytes: one.bytes, name: one.filename ?? one.id, kind: ["image", "video", "audio"].includes(kind) ? kind : "document" };
    return h("li", { key: one.id },
      h(FileView, { file }),
      h("p", null, h("code", { class: "mono" }, visible(one.id)), h("br"), h("span", { class: "dim" }, visible(one.mimeType), `, ${size(one.bytes)}, `, one.fromCustomer ? w.fromCustomer : w.uploaded)),
      h("button", { class: "btn small", title: w.spoilTitle, onClick: () => spoil(one.id) }, w.spoil));
  }));
}
