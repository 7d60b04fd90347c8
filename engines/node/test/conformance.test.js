// Every case of the conformance lists, on Node. Run with `--conditions=test`,
// which gives the adapters imports that each case can set.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { requestFromJson } from '../build/json.js';
import { now } from './imports.js';
import { prepare, requestShown } from './placeholders.js';
import { startSandbox } from './sandbox.js';

const root = new URL('../../../', import.meta.url);
const lists = new URL('engines/conformance/', root);
const read = async (path, base) => JSON.parse(await readFile(new URL(path, base), 'utf8'));
const differences = await read('engines/node/differences.json', root);

/** A value that jco gave as JSON, without what is absent. */
function shown(value) {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object') return value;
  const present = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, shown(field)]));
}

function line(event, { eventId, payload }) {
  const properties = payload.replace(/[\r\n]/g, ' ');
  return `{"adapter":"whatsapp","event":"${event}","eventId":${JSON.stringify(eventId)},"properties":${properties}}`;
}

const names = new Set();

/** Tests an adapter with the list in this folder. */
async function testAdapter(folder) {
  const base = new URL(`${folder}/`, lists);
  const list = await read('setup.json', base);
  const manifest = await read(`${list.sources}/adapter.json`, root);
  const { commands } = await import(`#${list.adapter}`);
  const cases = [];
  for (const file of (await readdir(new URL('cases/', base))).sort()) {
    const command = file.replace(/\.json$/, '');
    cases.push(...(await read(`cases/${file}`, base)).map((it) => ({ command, ...it })));
  }

  let sandbox;
  before(async () => (sandbox = await startSandbox(list.sandbox)));
  after(() => sandbox?.stop());

  function call(name, json) {
    try {
      return { status: 'success', ...shown(commands[name](requestFromJson(manifest, name, json))) };
    } catch (thrown) {
      if (thrown.payload?.tag === undefined) throw thrown;
      const { tag, val } = thrown.payload;
      return { status: 'failure', failure: tag, retryable: !tag.includes('permanent'), ...shown(val) };
    }
  }

  function properties(changed = {}) {
    const all = Object.entries({ ...list.properties, ...changed }).filter(([, value]) => value !== null);
    return Object.fromEntries(all.map(([name, value]) => [name, value === '{sandbox}' ? sandbox.url : value]));
  }

  for (const expected of cases) {
    names.add(expected.name);
    test(expected.name, async () => {
      const placeholders = await prepare(sandbox, expected);
      const events = [];
      now.properties = properties(expected.properties);
      now.take = (name, event) => {
        events.push(line(name, event));
        if (expected.refuseEvents === undefined) return;
        throw Object.assign(new Error('refused'), { payload: { tag: 'refused', val: expected.refuseEvents } });
      };
      const response = placeholders.maskedResponse(call(expected.command, placeholders.fill(expected.request)));
      assert.deepEqual(response, { ...expected.response, ...differences[expected.name]?.response });
      if (expected.sent) {
        const requests = await sandbox.get('/sandbox/requests');
        assert.deepEqual(placeholders.mask(requests.map(requestShown)), expected.sent);
      }
      if (expected.kept) {
        const files = await sandbox.get('/sandbox/media');
        assert.deepEqual(files.map(({ id, ...file }) => file), expected.kept);
      }
      assert.deepEqual(events, expected.events ?? []);
    });
  }
}

for (const folder of ['whatsapp', 'twilio']) describe(folder, () => testAdapter(folder));

test('every difference is about a case of a list', () => {
  assert.deepEqual(Object.keys(differences).filter((name) => !names.has(name)), []);
});
