// What the sandbox tells the page: the view models of `src/page`, as far as the page uses them. Only the type checker reads
// this file.

export type Carrier = "cloud-api" | "twilio" | "twilio-sandbox";
export type AutoStatus = "off" | "sent" | "delivered" | "read";

/** `GET /sandbox/view` */
export interface View {
  boot: string;
  seq: number;
  version: string;
  now: number;
  moved: boolean;
  business: { name: string; numbers: { number: string; carrier: Carrier }[] };
  callback: { url: string | null; subscribed: boolean; verified: boolean };
  behavior: Behavior;
  counts: { people: number; traffic: number; failed: number; faults: number; templates: number; media: number };
  limits: Record<string, number>;
  people: Person[];
}

export interface Behavior {
  autoStatus: AutoStatus;
  strictWindow: boolean;
  batch: { entries: number; updates: number };
  throughput: number | null;
  pairRate: number | null;
}

export interface Person {
  id: string;
  name: string;
  waId: string | null;
  hiddenNumber: string | null;
  userId: string | null;
  username: string | null;
  last: { text: string; kind: string; at: number; order: number; mine: boolean } | null;
  arrived: number;
  windows: { number: string; closesAt: number | null }[];
  optedOut: boolean;
  blocked: boolean;
  withAgent: boolean;
  typing: boolean;
  conduct: "receives" | "fails" | "refused";
  code: number | null;
}

export interface Span { t: string; s?: ("b" | "i" | "x" | "c")[]; href?: string }
export type Block =
  | { kind: "p"; spans: Span[] }
  | { kind: "ul"; items: Span[][] }
  | { kind: "ol"; start: number; items: Span[][] }
  | { kind: "quote"; items: Span[][] };

export interface Button {
  kind: string;
  title: string;
  id: string;
  does: "answers" | "form" | "address" | "location" | "contact" | "opens" | "calls" | "copies" | "nothing";
  safe?: boolean;
  tapped: number;
}
export interface Buttons { shown: number; all: Button[] }

export interface FileShown {
  kind: string;
  id?: string;
  link?: string;
  name?: string;
  mimeType?: string;
  bytes?: number;
}

/** A message, of either side. */
export interface Message {
  id: string;
  mine: boolean;
  kind: string;
  at: number;
  order: number;
  number: string;
  header?: string;
  file?: FileShown;
  place?: { latitude: number; longitude: number; name?: string; address?: string };
  contacts?: { name: string; details: string[] }[];
  blocks: Block[];
  leftOut?: number;
  cut?: number;
  footer?: string;
  buttons: Buttons;
  list?: { button: string; sections: { title: string; rows: { id: string; title: string; description?: string; tapped: number }[] }[] };
  cards?: { header?: string; file?: FileShown; blocks: Block[]; buttons: Buttons }[];
  text?: string;
  summary: string;
  raw?: unknown;
  quote?: { id: string; mine: boolean | null; kind: string; text: string };
  reactions?: { mine: boolean; emoji: string }[];
  reported?: { status: string; at: number }[];
  next?: string[];
  reached: boolean;
  failed?: { code: number | null; title: string; details: string };
  tick?: "sent" | "delivered" | "read";
  author?: "agent" | "app";
}

export interface Outcome { text: string; good: boolean }

/** A line of the traffic. */
export interface Row {
  id: number;
  at: number;
  kind: "api" | "webhook";
  carrier: Carrier;
  line: string;
  what: string;
  about: string[];
  fault: string | null;
  outcomes: Outcome[];
  took: number | null;
  failed: boolean;
  waiting: boolean;
}

export interface Body { text?: string; base64?: string; length: number; cut: boolean }

/** `GET /sandbox/traffic/{id}` */
export interface Detail extends Row {
  method: string;
  url: string | null;
  body?: Body;
  // Of a webhook:
  contentType?: string;
  signature?: { name: string; value: string };
  attempts?: { at: number; took: number; url: string; outcome: Outcome; why: string | null; answer: string; retryAfter: string | null; remark: string | null }[];
  // Of a request:
  headers?: [string, string][];
  credentials?: "right" | "wrong" | "none";
  form?: Record<string, unknown> | null;
  answer?: { status: number; cut: string | null; headers: [string, string][]; body: Body; length: number; refusal: { code: number; message: string; details?: string } | null };
}

export interface Template { id: string; name: string; language: string; category: string; status: string; components: unknown[] }
export interface Media { id: string; mimeType: string; filename: string | null; bytes: number; fromCustomer: boolean }
export interface Settings { properties: Record<string, string>; webhook: { verifyToken?: string } }

/** Who is who in a chat. */
export interface Names { customer: string; business: string }

/** What can be done to a message. */
export interface Does {
  tap: (message: Message, button: Button) => unknown;
  jump: (id: string) => void;
  list: (message: Message) => void;
  options: (message: Message, buttons: Buttons) => void;
}

export type Dialog =
  | { kind: "list" | "location" | "share"; message: Message }
  | { kind: "options"; message: Message; buttons: Buttons; tap: Does["tap"] }
  | { kind: "form"; message: Message; button: Button }
  | { kind: "react"; message: Message; own?: { emoji: string } }
  | { kind: "attach"; file: File | null }
  | { kind: "new" | "name" | "more" | "reset" | "connect" };

/** What the page knows. */
export interface State {
  view: View | null;
  live: boolean;
  outdated: boolean;
  greeted?: boolean;
  notice: { text: string; bad?: boolean; link?: string | null; stop?: () => void } | null;
  person: string | null;
  /** The number of the business's that is written to, if it was chosen. */
  line?: string;
  messages: Message[];
  more: boolean;
  chosen: string | null;
  quoting: Message | null;
  pane: "people" | "phone" | "inspector";
  tab: "traffic" | "faults" | "templates" | "media" | "business";
  dialog: Dialog | null;
  rows: Row[];
  moreRows: boolean;
  filter: { kind: "all" | "api" | "webhook" | "failed"; q: string };
  about: { id: string; text: string } | null;
  paused: boolean;
  row: number | null;
  detail: Detail | null;
  seen: Record<string, number>;
}
