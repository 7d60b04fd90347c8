// One flow, two carriers: only the configuration of `uip serve` differs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAll } from './setting.js';

const ADA = '16505551234';
const BOB = '393331234567';

/** What is particular to a carrier: a query of the sandbox's controls, a refusal for now, and who a request is for. */
const CARRIERS = {
  'the Cloud API': { line: '', busy: 131056, to: (request) => request.json?.to },
  Twilio: { line: '?to=15550100300', busy: 20429, to: (request) => request.form?.To?.replace('whatsapp:', '') },
};

for (const [carrier, { line, busy, to }] of Object.entries(CARRIERS)) {
  describe(`by way of ${carrier}`, () => {
    let all;
    before(async () => (all = await startAll(carrier)));
    after(() => all?.stopAll());

    const say = (customer, text) => all.sandbox.post(`/sandbox/customers/${customer}/say${line}`, { text });
    const received = async (customer) => (await all.sandbox.get(`/sandbox/customers/${customer}`)).received;

    /** Waits until the customer has so many messages. */
    async function until(customer, count) {
      for (const end = Date.now() + 60_000; Date.now() < end; await sleep(50)) {
        const messages = await received(customer);
        if (messages.length >= count) return messages;
      }
      throw new Error(`${customer} never got message ${count}\n${all.n8n.output.join('\n')}\n${all.uip.output.join('\n')}`);
    }

    test('a customer who writes is answered', async () => {
      await say(ADA, 'Is there any rye left?');
      const [answer] = await until(ADA, 1);
      assert.equal(answer.body, 'Thank you! You said: Is there any rye left?');
      const requests = await all.sandbox.get('/sandbox/requests');
      assert.ok(requests.some((request) => to(request) === `+${ADA}`));
    });

    test('an answer that is refused for now is sent after the wait', async () => {
      await all.sandbox.post('/sandbox/faults', { fault: 'error', code: busy, headers: [['Retry-After', '1']] });
      await say(BOB, 'Hello?');
      const [answer] = await until(BOB, 1);
      assert.equal(answer.body, 'Thank you! You said: Hello?');
    });

    test('a delivery without the secret is refused, and one that comes twice is answered once', async () => {
      const message = { from: ADA, id: 'wamid.TWICE', type: 'text', text: { body: 'Once' } };
      const body = JSON.stringify({ adapter: 'whatsapp', event: 'customer_message', eventId: message.id, properties: { messages: [message] } });
      const deliver = (headers) =>
        fetch(all.n8n.webhook, { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'Idempotency-Key': message.id, ...headers } });
      assert.equal((await deliver({})).status, 403);
      for (let time = 0; time < 3; time++) {
        assert.equal((await deliver({ Authorization: all.authorization })).status, 200);
        await until(ADA, 2);
      }
      await say(ADA, 'Last');
      await until(ADA, 3);
      // It finishes what runs before it ends, so a late second answer is seen.
      await all.n8n.stop();
      assert.deepEqual((await received(ADA)).slice(1).map((it) => it.body), ['Thank you! You said: Once', 'Thank you! You said: Last']);
    });
  });
}
