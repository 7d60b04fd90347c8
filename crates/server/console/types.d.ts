// What the server tells the console: the answers below `/console/api`, as far as the page uses them. Only the type checker
// reads this file. A time is in milliseconds since 1970.

export interface Me { role: "operator" | "reader"; version: string; adapters: string[] }

export interface Field { name: string; display: string; description: string; type: string }

export interface Command {
  name: string;
  display: string;
  description: string;
  request: Field[];
  response: Field[];
  example?: Record<string, unknown>;
}

export interface Property {
  name: string;
  display: string;
  comments: string;
  isRequired: boolean;
  isSecret: boolean;
  defaultValue?: unknown;
}

export interface Manifest {
  display: string;
  version: string;
  description: string;
  contract: string;
  properties: Property[];
  commands: Command[];
  events: { name: string; display: string; description: string; properties: Field[] }[];
  releaseHistory: { version: string; type: string; date: string; description: string }[];
}

/** `adapters/{name}` */
export interface Adapter { name: string; manifest: Manifest; configured: Record<string, unknown>; forms: Record<string, Node> }

/** A place in a request, as a form shows it. */
export interface Node {
  name: string;
  display?: string;
  description?: string;
  type?: string;
  isRequired?: boolean;
  members?: Node[];
  item?: Node;
  groups?: string[][];
  exactlyOneMember?: boolean;
  excludes?: string[];
  allowedValues?: string[];
  defaultValue?: unknown;
  contentEncoding?: string;
  minimumLength?: number;
  maximumLength?: number;
}

/** `setup` */
export interface Setup {
  configuredAt: number;
  ready: boolean;
  problem: string | null;
  advice: string | null;
  adapters: { name: string; display: string; version: string; contract: string; componentBytes: number | null; checkCommand?: string }[];
  webhooks: Webhook[];
  receivers: Receiver[];
}
export interface Webhook {
  trigger: string;
  adapters: string[];
  path: string;
  url: string | null;
  verifies: boolean;
  authenticated: boolean;
  askedAt: number | null;
  receivedAt: number | null;
  lastRefusal: Refusal | null;
}
export interface Receiver { trigger: string; adapter: string; event: string; kind: string }
export interface Refusal { at: number; reason: string; advice: string; trigger?: string; path?: string }
export interface TestResult { eventId: string; delivered: boolean; error: string | null }

/** What a command answered. */
export interface Response { status: string; error?: string; advice?: string; [name: string]: unknown }

/** `events` */
export interface Events { events: EventRow[]; next: number | null; searchedTo: number | null }
export interface EventRow {
  seq: number;
  adapter: string;
  event: string;
  createdAt: number;
  words: string[];
  text?: string;
  customer: string | null;
  unclaimed: Unclaimed | null;
  deliveries: { trigger: string; state: string }[];
}
export type Unclaimed = { property: string; value: string };

/** `events/{seq}` */
export interface EventDetail {
  event: { adapter: string; event: string; eventId: string; createdAt: number; notification: number | null; unclaimed: Unclaimed | null };
  deliveries: DeliveryOfEvent[];
  payload: string | null;
}
export interface DeliveryOfEvent {
  delivery: { trigger: string; state: string; cause: string | null; attempts: number; replays: number; nextAt: number | null; lastError: string | null };
  says: string | null;
  attempts: { at: number; result: string; error: string | null }[];
}

/** `condition` */
export interface Tried { holds: number[]; tried: number; tooMuchWork: number[] }

/** `deliveries` */
export interface Triggers { triggers: Trigger[] }
export interface Trigger {
  trigger: string;
  configured: boolean;
  adapter: string;
  event: string;
  kind: string;
  host: string;
  paused: boolean;
  circuitBreaker: "closed" | "open" | "half-open";
  pending: number;
  dead: number;
  deadByCause: Record<string, number>;
  oldestSeconds: number | null;
  lastError: string | null;
  nextAt: number | null;
}
/** `deliveries/{trigger}` */
export interface Deliveries { deliveries: DeliveryRow[]; next: number | null }
export interface DeliveryRow {
  seq: number;
  event: string;
  customer: string | null;
  createdAt: number;
  attempts: number;
  cause: string | null;
  waits: string | null;
  nextAt: number | null;
  behind: number;
  lastError: string | null;
}

/** `notifications` */
export interface Notifications { notifications: NotificationRow[]; next: number | null }
export interface NotificationRow { id: number; receivedAt: number; trigger: string; adapter: string; command: string; state: string; attempts: number; lastError: string | null }
/** `notifications/{id}` */
export interface NotificationDetail { notification: NotificationRow; body: string; events: { seq: number; event: string; eventId: string }[]; count: number }

/** `health` */
export interface Health {
  ready: boolean;
  reason?: string;
  error?: string;
  advice?: string;
  waiting?: { notifications: number; failed: number; pending: number; dead: number; oldestSeconds: number | null };
  databaseBytes: number;
  walBytes: number;
  connections: number;
  configuredAt: number;
}
/** `throughput` */
export interface Throughput { intervals: Record<string, number>[]; totals: Record<string, number> }

/** What an action did. */
export interface Effects { changed: number; effects?: { trigger: string; says: string }[] }
