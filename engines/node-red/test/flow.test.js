// One flow, two carriers: only the configuration of `uip serve` differs.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMANDS_TOKEN, DELIVERIES_AUTHORIZATION, freePort, startUip } from '../../n8n/test/uip.js';
import { start, startSandbox } from '../../node/test/sandbox.js';

const ADA = '16505551234';
const BOB = '393331234567';
const here = new URL('..', import.meta.url);

/** What is particular to a carrier: a query of the sandbox's controls, and a refusal for now. */
const CARRIERS = { 'the Cloud API': { line: '', busy: 131056 }, Twilio: { line: '?to=15550100300', busy: 20429 } };

for (const [carrier, { line, busy }] of Object.entries(CARRIERS)) {
  describe(`by way of ${carrier}`, () => {
    let folder;
    let sandbox;
    let uip;
    let engine;
    let webhook;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'whatsapp-node-red-'));
      sandbox = await startSandbox();
      const port = await freePort();
      webhook = `http://127.0.0.1:${port}/whatsapp`;
      uip = await startUip(folder, sandbox, webhook, carrier);
      await cp(new URL('flow.json', here), join(folder, 'flow.json'));
      const env = { ...process.env, UIP_URL: uip.url, UIP_COMMANDS_TOKEN: COMMANDS_TOKEN, UIP_DELIVERIES_AUTHORIZATION: DELIVERIES_AUTHORIZATION };
      const args = ['--userDir', folder, '--settings', new URL('settings.cjs', here).pathname, '--port', String(port), 'flow.json'];
      engine = await start(new URL('node_modules/.bin/node-red', here).pathname, args, { env, says: 'Started flows', patience: 60_000 });
    });
    after(async () => {
      for (const it of [engine, uip, sandbox]) await it?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const say = (customer, text) => sandbox.post(`/sandbox/customers/${customer}/say${line}`, { text });
    const received = async (customer) => (await sandbox.get(`/sandbox/customers/${customer}`)).received.map((it) => it.body);

    /** Waits until the customer has so many messages. */
    async function until(customer, count) {
      for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
        const messages = await received(customer);
        if (messages.length >= count) return messages;
      }
      throw new Error(`${customer} never got message ${count}\n${engine.output.join('\n')}\n${uip.output.join('\n')}`);
    }

    function deliver(id, headers) {
      const message = { from: ADA, id, type: 'text', text: { body: 'Once' } };
      const body = JSON.stringify({ adapter: 'whatsapp', event: 'customer_message', eventId: id, properties: { messages: [message] } });
      return fetch(webhook, { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id, ...headers } });
    }

    test('a customer who writes is answered', async () => {
      await say(ADA, 'Is there any rye left?');
      assert.deepEqual(await until(ADA, 1), ['Thank you! You said: Is there any rye left?']);
    });

    test('an answer that is refused for now is sent when the event is delivered again', async () => {
      await sandbox.post('/sandbox/faults', { fault: 'error', code: busy });
      await say(BOB, 'Hello?');
      assert.deepEqual(await until(BOB, 1), ['Thank you! You said: Hello?']);
    });

    test('a delivery without the secret is refused, and one that comes twice is answered once', async () => {
      assert.equal((await deliver('wamid.TWICE')).status, 403);
      assert.equal((await deliver('wamid.TWICE', { Authorization: DELIVERIES_AUTHORIZATION })).status, 204);
      assert.equal((await deliver('wamid.TWICE', { Authorization: DELIVERIES_AUTHORIZATION })).status, 204);
      assert.equal((await received(ADA)).filter((it) => it.endsWith('Once')).length, 1);
    });

    test('an answer whose outcome is unknown is not sent again, and is shown as an error', async () => {
      await sandbox.post('/sandbox/faults', { fault: 'reset-after-request' });
      const before = await received(ADA);
      assert.equal((await deliver('wamid.UNKNOWN', { Authorization: DELIVERIES_AUTHORIZATION })).status, 204);
      await engine.line('the error', (it) => it.includes('not answered: connection-cut'));
      assert.equal((await deliver('wamid.UNKNOWN', { Authorization: DELIVERIES_AUTHORIZATION })).status, 204);
      assert.equal((await received(ADA)).length, before.length + 1);
    });
  });
}
