import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { start, startSandbox } from './sandbox.js';

const CUSTOMER = '16505551234';
let sandbox;
before(async () => (sandbox = await startSandbox()));
after(() => sandbox?.stop());

/** Runs Node to its end. */
function run(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: sandbox.env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}

const send = (...args) => run('build/send.js', ...args);

test('a sent text reaches the customer, and its id is printed', async () => {
  const { code, stdout, stderr } = await send(`+${CUSTOMER}`, 'Your table is ready.');
  assert.equal(code, 0, stderr);
  const { messageId, waId } = JSON.parse(stdout);
  assert.equal(waId, CUSTOMER);
  const { received } = await sandbox.get(`/sandbox/customers/${CUSTOMER}`);
  assert.deepEqual(received.map((it) => [it.id, it.body]), [[messageId, 'Your table is ready.']]);
});

test('the same program sends by way of Twilio', async () => {
  await sandbox.post(`/sandbox/customers/${CUSTOMER}/say?to=15550100300`, { text: 'Is it ready?' });
  const { code, stdout, stderr } = await run('--conditions=twilio', 'build/send.js', `+${CUSTOMER}`, 'It is ready.');
  assert.equal(code, 0, stderr);
  const { messageId, waId } = JSON.parse(stdout);
  assert.equal(waId, CUSTOMER);
  const { received } = await sandbox.get(`/sandbox/customers/${CUSTOMER}`);
  assert.deepEqual(received.slice(-1).map((it) => [it.id, it.body]), [[messageId, 'It is ready.']]);
});

test('a refusal by WhatsApp is one line with its number, and exit code 1', async () => {
  await sandbox.post('/sandbox/faults', { fault: 'error', code: 131056 });
  const { code, stdout, stderr } = await send(`+${CUSTOMER}`, 'Too fast');
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^temporary-failure 131056: .*nothing was sent/);
});

test('a number that is none is refused before anything is sent', async () => {
  const before = (await sandbox.get('/sandbox/requests')).length;
  const { code, stderr } = await send('nobody', 'Hello');
  assert.equal(code, 1);
  assert.match(stderr, /^permanent-failure invalid-phone-number: /);
  assert.equal((await sandbox.get('/sandbox/requests')).length, before);
});

test('a webhook endpoint passes the check, takes what is signed and refuses a forgery', async (t) => {
  const webhook = await start(process.execPath, ['build/webhook.js'], {
    env: { ...sandbox.env, PORT: '0' },
    says: 'ready:',
  });
  t.after(() => webhook.stop());
  await sandbox.post('/sandbox/callback', { url: webhook.url });
  await sandbox.post('/sandbox/callback/verify');
  t.after(() => sandbox.post('/sandbox/callback', {}));

  const { id } = await sandbox.post(`/sandbox/customers/${CUSTOMER}/say`, { text: 'Is there any rye left?' });
  const event = JSON.parse(await webhook.line('the event', (it) => it.includes(id)));
  assert.equal(event.event, 'customer_message');
  assert.equal(event.eventId, id);
  assert.equal(event.properties.messages.length, 1);
  assert.equal(event.properties.messages[0].text.body, 'Is there any rye left?');
  assert.ok(webhook.output.some((it) => it.endsWith(': Is there any rye left?')), 'the typed text is shown');

  const notifications = await sandbox.get('/sandbox/notifications');
  const printed = webhook.output.length;
  const forged = await fetch(webhook.url, {
    method: 'POST',
    headers: { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` },
    body: notifications.at(-1).body,
  });
  assert.equal(forged.status, 401);
  const unsigned = await fetch(webhook.url, { method: 'POST', body: notifications.at(-1).body });
  assert.equal(unsigned.status, 401);
  assert.ok(!webhook.output.slice(printed).some((it) => it.startsWith('{')), 'no event came of it');
  const wrong = await fetch(`${webhook.url}/?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1`);
  assert.equal(wrong.status, 403);
});
