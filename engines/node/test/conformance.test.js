// Every case of the conformance list, on Node. Run with `--conditions=test`,
// which gives the adapter imports that each case can set.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { commands } from '#whatsapp';
import { now } from './imports.js';
import { startSandbox } from './sandbox.js';

const read = async (path) => JSON.parse(await readFile(new URL(path, import.meta.url), 'utf8'));
const list = await read('../../conformance/cases.json');
const differences = await read('../differences.json');

let sandbox;
let address;
before(async () => {
  sandbox = await startSandbox(list.sandbox);
  address = sandbox.url.replace('http://', '');
});
after(() => sandbox?.stop());

/** A choice in JSON is an object with one member; here it is `{tag, val}`. */
function choice(json, content = (_tag, val) => val) {
  const [[tag, val]] = Object.entries(json);
  return { tag, val: content(tag, val) };
}

function header(tag, val) {
  if (tag === 'image' || tag === 'video') return choice(val);
  return tag === 'document' ? { ...val, source: choice(val.source) } : val;
}

function request({ header: top, buttons, ...rest }) {
  const request = { ...rest };
  if (top !== undefined) request.header = choice(top, header);
  if (buttons !== undefined) request.buttons = buttons.map((it) => ({ ...it, value: choice(it.value) }));
  return request;
}

function call(name, json) {
  try {
    return { status: 'success', ...commands[name](request(json)) };
  } catch (thrown) {
    if (thrown.payload?.tag === undefined) throw thrown;
    const { tag, val } = thrown.payload;
    return { status: 'failure', failure: tag, retryable: !tag.includes('permanent'), ...val };
  }
}

/** Without what is absent, and without what changes from run to run. */
function masked(response) {
  const present = Object.entries(response).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => {
    if (typeof value !== 'string') return [name, value];
    if (name === 'messageId' || name === 'traceId') return [name, '*'];
    const text = value.replaceAll(address, '{sandbox}');
    return [name, name === 'details' ? text.replace(/"fbtrace_id":"[^"]*"/g, '"fbtrace_id":"*"') : text];
  }));
}

function line(event, { eventId, payload }) {
  const properties = payload.replace(/[\r\n]/g, ' ');
  return `{"adapter":"whatsapp","event":"${event}","eventId":${JSON.stringify(eventId)},"properties":${properties}}`;
}

function properties(changed = {}) {
  const all = Object.entries({ ...list.properties, ...changed }).filter(([, value]) => value !== null);
  return Object.fromEntries(all.map(([name, value]) => [name, value === '{sandbox}' ? sandbox.url : value]));
}

for (const expected of list.cases) {
  test(expected.name, async () => {
    await sandbox.post('/sandbox/reset');
    if (expected.faults) await sandbox.post('/sandbox/faults', expected.faults);
    const events = [];
    now.properties = properties(expected.properties);
    now.take = (name, event) => {
      events.push(line(name, event));
      if (expected.refuseEvents === undefined) return;
      throw Object.assign(new Error('refused'), { payload: { tag: 'refused', val: expected.refuseEvents } });
    };
    const response = masked(call(expected.command, expected.request));
    assert.deepEqual(response, { ...expected.response, ...differences[expected.name]?.response });
    if (expected.sent) {
      const requests = await sandbox.get('/sandbox/requests');
      assert.deepEqual(requests.map((it) => it.json), expected.sent);
    }
    assert.deepEqual(events, expected.events ?? []);
  });
}

test('every difference is about a case of the list', () => {
  const names = new Set(list.cases.map((it) => it.name));
  assert.deepEqual(Object.keys(differences).filter((name) => !names.has(name)), []);
});
