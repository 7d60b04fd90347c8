// For a program that gets its requests as JSON, from a flow or over HTTP: a
// request as the manifest describes it becomes the values that jco takes.
//
// jco itself makes a number of anything: "abc" becomes 0, and true becomes 1.
// Here a number is taken for a text, and digits for a number, where they can
// mean only one thing; everything else that does not fit is refused.

/** A row of a request's table in `adapter.json`. */
interface Row {
  name: string;
  type: string;
  exactlyOneMember?: boolean;
}

/** As much of `adapter.json` as is needed here. */
export interface Manifest {
  commands: { name: string; request: Row[] }[];
}

/** A request that does not fit its command. Nothing was sent. */
export class RequestMistake extends Error {}

/** 64-bit numbers, which jco takes as a `bigint`. The manifest does not tell them. */
const LONG = /(^|\.)(offerExpirationTimeMs|amount1000|fileSize)$/;

/** A number as JSON writes it, without an exponent. */
const NUMBER = /^(?!-0(\.0+)?$)-?(0|[1-9][0-9]*)(\.[0-9]+)?$/;

/** The request of a command, from what `JSON.parse` gave. */
export function requestFromJson(manifest: Manifest, command: string, json: unknown): any {
  const rows = manifest.commands.find(({ name }) => name === command)?.request;
  if (rows === undefined) throw new RequestMistake(`there is no command ${command}`);
  const object: Row = { name: '', type: 'object' };
  const table = new Map([['', object], ...rows.map((row) => [row.name, row] as const)]);
  return value(table, '', json);
}

function value(table: Map<string, Row>, path: string, json: unknown): unknown {
  const name = path.replace(/\[[0-9]+\]/g, '[0]');
  const row = table.get(name) ?? (path.endsWith(']') ? item(table, name) : undefined);
  if (row === undefined) throw new RequestMistake(`${path}: unknown`);
  const expected = (what: string): never => {
    throw new RequestMistake(`${path || 'the request'}: expected ${what}, got ${JSON.stringify(json)?.slice(0, 40)}`);
  };
  switch (row.type) {
    case 'string':
      return text(json, expected);
    case 'integer':
      if (LONG.test(path)) return BigInt(integer(json, expected));
      return Number(integer(json, expected));
    case 'number':
      return decimal(json, expected);
    case 'boolean':
      return typeof json === 'boolean' ? json : expected('true or false');
    case 'array':
      return Array.isArray(json)
        ? json.map((item, index) => value(table, `${path}[${index}]`, item))
        : expected('an array');
    default:
      return object(table, path, json, row, expected);
  }
}

/** The items of an array have a row for each of their fields, and none of their own; texts have none at all. */
function item(table: Map<string, Row>, name: string): Row {
  const isObject = [...table.keys()].some((row) => row.startsWith(`${name}.`));
  return { name, type: isObject ? 'object' : 'string' };
}

type Expected = (what: string) => never;

function text(json: unknown, expected: Expected): string {
  if (typeof json === 'string') return json;
  // What is greater may have lost a digit when the JSON was read.
  if (typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 && !Object.is(json, -0)) return String(json);
  return expected(typeof json === 'number' ? 'a string: write it as text, in quotes' : 'a string');
}

/** The digits of a whole number: those of a text may be more than a number holds. */
function integer(json: unknown, expected: Expected): string {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return String(json);
  if (typeof json === 'string' && NUMBER.test(json) && !json.includes('.')) return json;
  return expected('a whole number');
}

function decimal(json: unknown, expected: Expected): number {
  if (typeof json === 'number') return json;
  if (typeof json === 'string' && NUMBER.test(json) && Number.isFinite(Number(json))) return Number(json);
  return expected('a number');
}

function object(table: Map<string, Row>, path: string, json: unknown, row: Row, expected: Expected): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return expected('an object');
  const inside = (name: string) => (path ? `${path}.${name}` : name);
  const given = Object.entries(json).filter(([, member]) => member !== null);
  const members = given.map(([name, member]) => [name, value(table, inside(name), member)] as const);
  if (!row.exactlyOneMember) return Object.fromEntries(members);
  const [only, ...more] = members;
  if (only === undefined || more.length > 0) return expected('an object with one member');
  return { tag: only[0], val: only[1] };
}
