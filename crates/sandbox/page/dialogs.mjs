// The dialogs about a customer and a message. One is open at a time: `state.dialog`.
import { h } from "./vendor/preact.mjs";
import { useRef, useState } from "./vendor/hooks.mjs";
import { ask } from "./shared/request.mjs";
import { Dialog } from "./shared/ui.mjs";
import { fill } from "./shared/words.mjs";
import { ButtonRow } from "./bubble.mjs";
import { kindOf, sendFile, tooLarge } from "./composer.mjs";
import { Connect } from "./connect.mjs";
import { act, asCustomer, changeCustomer, choosePerson, person, refreshView, replay, saveChat, set, useStore } from "./store.mjs";
import { w } from "./words.mjs";

const close = () => set({ dialog: null });

/** A labelled input. @param {{label: string} & Record<string, any>} props */
export const Field = ({ label, ...input }) => h("label", { class: "field" }, h("span", null, label), h("input", { ...input }));

/**
 * A form whose fields come as an object; `onSend` answers what is wrong, what to do after closing, or nothing.
 * @param {{label: string, onSend: (values: any) => unknown, quiet?: boolean, children?: unknown}} props
 */
function Form({ children, label, onSend, quiet }) {
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.currentTarget));
    const wrong = await onSend(values);
    if (typeof wrong === "string") setProblem(wrong);
    else if (!quiet) close();
    if (typeof wrong === "function") setTimeout(() => wrong(), 30);
  };
  return h("form", { class: "fields", onSubmit: submit }, children,
    problem && h("p", { class: "note bad", role: "alert" }, problem),
    h("div", { class: "go" }, h("button", { type: "button", class: "btn", onClick: close }, w.cancel), h("button", { class: "btn main" }, label)));
}

/** @param {string} text @param {(value: unknown) => boolean} [isRight] @returns {any} */
const parsed = (text, isRight = () => true) => {
  try {
    const value = JSON.parse(text);
    return isRight(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/** @typedef {import("./types").Message} Message */

/** @param {{message: Message}} props */
function ListSheet({ message }) {
  const { list } = message;
  if (!list) return null;
  const choose = ({ row }) => {
    if (row) asCustomer("choose", { messageId: message.id, row });
  };
  let first = true;
  return h(Dialog, { title: list.button || w.choose, onClose: close, sheet: true },
    h(Form, { label: w.send, onSend: choose },
      list.sections.map((section, place) => h("fieldset", { class: "rows", key: place },
        h("legend", null, section.title || h("span", { class: "sr" }, list.button)),
        section.rows.map((row) => {
          const checked = first;
          first = false;
          return h("label", { key: row.id },
            h("span", null, h("bdi", { dir: "auto" }, row.title), row.description && h("small", { dir: "auto" }, row.description), row.tapped > 0 && h("small", null, w.tapped)),
            h("input", { type: "radio", name: "row", value: row.id, defaultChecked: checked }));
        })))));
}

/** @param {{message: Message, buttons: import("./types").Buttons, tap: import("./types").Does["tap"]}} props */
const OptionsSheet = ({ message, buttons, tap }) =>
  h(Dialog, { title: w.options, onClose: close, sheet: true },
    h("div", { class: "acts" }, buttons.all.map((button, place) =>
      h(ButtonRow, { key: place, button, onTap: (tapped) => { close(); tap(message, tapped); } }))));

/** @param {{message: Message, button: import("./types").Button}} props */
function FormDialog({ message, button }) {
  const one = person();
  const isAddress = button.does === "address";
  const skeleton = isAddress
    ? { saved_address_id: "", values: { name: one?.name, phone_number: one?.waId ? `+${one.waId}` : "", address: "", city: "", zip: "" } }
    : { flow_token: button.id };
  const send = ({ answers }) => {
    const value = parsed(answers, isObject);
    return value ? void asCustomer("submit", { messageId: message.id, answers: value }) : w.badJson;
  };
  return h(Dialog, { title: isAddress ? w.address : button.title || w.form, onClose: close },
    h(Form, { label: w.send, onSend: send },
      h("label", { class: "field" }, h("span", null, w.formHelp),
        h("textarea", { name: "answers", rows: 9, class: "mono", spellcheck: false, defaultValue: JSON.stringify(skeleton, null, 2) }))));
}

const PlaceFields = () => [
  h("div", { class: "two" }, h(Field, { label: w.latitude, name: "latitude", inputMode: "decimal", required: true, defaultValue: "45.0703" }),
    h(Field, { label: w.longitude, name: "longitude", inputMode: "decimal", required: true, defaultValue: "7.6869" })),
  h(Field, { label: w.placeName, name: "name" }), h(Field, { label: w.placeAddress, name: "address" }),
];

/** @param {Record<string, any>} values @param {Message} [message] */
function sendPlace(values, message) {
  const [latitude, longitude] = [Number(values.latitude), Number(values.longitude)];
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return w.badPlace;
  const { name, address } = filled(values);
  return void asCustomer("location", { latitude, longitude, ...filled({ name: name ?? "", address: address ?? "" }), ...(message ? { messageId: message.id } : {}) });
}

/** @param {{message?: Message}} props */
const LocationDialog = ({ message }) =>
  h(Dialog, { title: w.shareLocation, onClose: close },
    h(Form, { label: w.send, onSend: (values) => sendPlace(values, message) }, h(PlaceFields)));

/** @param {{message: Message}} props */
const ShareDialog = ({ message }) =>
  h(Dialog, { title: w.shareContact, onClose: close },
    h(Form, { label: w.send, onSend: ({ number }) => void asCustomer("share-contact-info", { messageId: message.id, phoneNumber: number }) },
      h(Field, { label: w.number, name: "number", inputMode: "tel", required: true })));

/** @param {{message: Message, own?: {emoji: string}}} props */
function ReactDialog({ message, own }) {
  const react = (emoji) => {
    close();
    asCustomer("react", { messageId: message.id, emoji });
  };
  return h(Dialog, { title: w.reactTitle, onClose: close, sheet: true },
    h("div", { class: "emojis" }, ["👍", "❤️", "😂", "😮", "😢", "🙏"].map((emoji) =>
      h("button", { key: emoji, class: "icon", "aria-pressed": String(own?.emoji === emoji), "aria-label": emoji, onClick: () => react(emoji) }, emoji))),
    own && h("div", { class: "go pad" }, h("button", { class: "btn", onClick: () => react("") }, w.unreact)));
}

/** @param {{file: File | null}} props */
function AttachDialog({ file: given }) {
  const [file, setFile] = useState(given);
  const [kind, setKind] = useState(given ? kindOf(given) : "location");
  const pick = (event) => {
    const picked = event.currentTarget.files?.[0];
    if (!picked) return;
    setFile(picked);
    setKind(kindOf(picked));
  };
  const sendContact = ({ contactName, contactPhone }) => {
    const contacts = [{ name: { formatted_name: contactName, first_name: contactName }, phones: [{ phone: contactPhone, type: "CELL" }] }];
    return void asCustomer("contacts", { contacts });
  };
  const send = (values) => {
    if (kind === "location") return sendPlace(values);
    if (kind === "contact") return sendContact(values);
    if (!file) return undefined;
    const problem = tooLarge(file, kind);
    return problem ?? void sendFile(file, kind, values.caption, values.filename);
  };
  const kinds = file ? ["image", "video", "audio", "voice", "document", "sticker"] : [];
  return h(Dialog, { title: w.attachTitle, onClose: close },
    h("p", { class: "dim" }, w.dropped),
    h("div", { class: "fields" },
      h(Field, { label: w.file, type: "file", onChange: pick }),
      h("label", { class: "field" }, h("span", null, w.fileType),
        h("select", { value: kind, onChange: (event) => setKind(event.currentTarget.value) },
          [...kinds, "location", "contact"].map((one) => h("option", { key: one, value: one, selected: one === kind }, one === "contact" ? w.kinds.contacts : w.kinds[one]))))),
    h(Form, { key: kind, label: w.send, onSend: send },
      kind === "location" && h(PlaceFields),
      kind === "contact" && [h(Field, { label: w.name, name: "contactName", required: true, defaultValue: "Marta" }), h(Field, { label: w.contactPhone, name: "contactPhone", required: true, defaultValue: "+39 011 555 0199" })],
      ["image", "video", "document"].includes(kind) && h(Field, { label: w.caption, name: "caption" }),
      kind === "document" && h(Field, { label: w.fileName, name: "filename", defaultValue: file?.name })));
}

function NewDialog() {
  const next = useRef(`1650555${String(Math.floor(Math.random() * 10_000)).padStart(4, "0")}`);
  const make = async ({ number, name }) => {
    const digits = number.replace(/[^\d]/g, "");
    if (digits.length < 5 || digits.length > 15) return w.badNumber;
    const made = await act(() => ask("PATCH", `sandbox/customers/${digits}`, filled({ name })));
    if (!made) return undefined;
    return async () => {
      await refreshView();
      await act(() => choosePerson(made.waId ?? made.userId, "phone"));
      document.getElementById("write")?.focus();
    };
  };
  return h(Dialog, { title: w.newTitle, onClose: close },
    h(Form, { label: w.start, onSend: make },
      h(Field, { label: w.number, name: "number", inputMode: "tel", required: true, defaultValue: next.current }),
      h(Field, { label: w.name, name: "name", autoFocus: true, placeholder: w.nameHint })));
}

function NameDialog() {
  const one = person();
  if (!one) return null;
  return h(Dialog, { title: w.editTitle, onClose: close },
    h(Form, { label: w.save, onSend: (values) => void changeCustomer(filled(values)) },
      h(Field, { label: w.name, name: "name", defaultValue: one.name }), h(Field, { label: w.username, name: "username", defaultValue: one.username ?? "" })));
}

function MoreDialog() {
  const done = (sent) => void (sent && close());
  const follow = async ({ link }) => done(await asCustomer("follow", { link }));
  const ad = async ({ text }) => done(await asCustomer("send", { type: "text", content: { body: text }, with: { referral: {
    source_url: "https://fb.me/sample", source_type: "ad", source_id: "120200000000000000", headline: "Fresh on Saturday", body: "Order before noon", ctwa_clid: "sample-click" } } }));
  const forward = async ({ text }) => done(await asCustomer("send", { type: "text", content: { body: text }, with: { context: { forwarded: true } } }));
  const any = async ({ type, content }) => {
    const value = parsed(content);
    return value === undefined ? w.badJson : done(await asCustomer("send", { type, content: value }));
  };
  const again = async ({ file }) => {
    const transcript = parsed(await file.text(), isObject);
    if (!transcript) return w.badJson;
    replay(transcript);
    return done(true);
  };
  const part = (title, help, label, onSend, fields) => h("section", { class: "part" }, h("h3", null, title), help && h("p", { class: "dim" }, help), h(Form, { label, onSend, quiet: true }, fields));
  return h(Dialog, { title: fill(w.moreTitle, { name: person()?.name ?? "" }), onClose: close },
    part(w.follow, w.followHelp, w.followDo, follow, h(Field, { label: w.follow, name: "link", required: true, placeholder: w.linkHint })),
    part(w.ad, w.adHelp, w.send, ad, h(Field, { label: w.text, name: "text", required: true, defaultValue: "Is this still available?" })),
    part(w.forwarded, null, w.send, forward, h(Field, { label: w.text, name: "text", required: true })),
    part(w.replay, w.replayHelp, w.replayDo, again, [h("div", { class: "row" }, h("button", { type: "button", class: "btn small", onClick: saveChat }, w.saveChat)),
      h(Field, { label: w.chatFile, name: "file", type: "file", accept: "application/json,.json", required: true })]),
    part(w.anyType, null, w.send, any, [h(Field, { label: w.type, name: "type", required: true, defaultValue: "unsupported" }),
      h("label", { class: "field" }, h("span", null, w.content), h("textarea", { name: "content", rows: 3, class: "mono", spellcheck: false, defaultValue: "{}" }))]));
}

const ResetDialog = () =>
  h(Dialog, { title: w.resetTitle, onClose: close },
    h("p", null, w.resetHelp),
    h("div", { class: "go" }, h("button", { class: "btn", autoFocus: true, onClick: close }, w.cancel),
      h("button", { class: "btn danger", onClick: () => { close(); act(() => ask("POST", "sandbox/reset")); } }, w.resetDo)));

const KINDS = { list: ListSheet, options: OptionsSheet, form: FormDialog, location: LocationDialog, share: ShareDialog, react: ReactDialog,
  attach: AttachDialog, new: NewDialog, name: NameDialog, more: MoreDialog, reset: ResetDialog, connect: Connect };

export function Dialogs() {
  const { dialog } = useStore();
  if (!dialog) return null;
  /** @type {(props: any) => unknown} */
  const shown = KINDS[dialog.kind];
  return h(shown, dialog);
}
