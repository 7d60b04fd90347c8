// The sandbox, `uip serve` and n8n, each on a free port, and how they know
// each other.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { start, startSandbox } from '../../node/test/sandbox.js';

const run = promisify(execFile);
const here = new URL('..', import.meta.url);

const COMMANDS_TOKEN = randomBytes(24).toString('hex');
const DELIVERIES_TOKEN = randomBytes(24).toString('hex');

export async function startAll() {
  const folder = await mkdtemp(join(tmpdir(), 'whatsapp-n8n-'));
  const started = [];
  const stopAll = async () => {
    for (const it of started.reverse()) await it.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const sandbox = await startSandbox();
    started.push(sandbox);
    const n8nUrl = `http://127.0.0.1:${await freePort()}`;
    const uip = await startUip(folder, sandbox, `${n8nUrl}/webhook/whatsapp`);
    started.push(uip);
    await sandbox.post('/sandbox/callback', { url: `${uip.url}/wfe/api/advancedwebhook/whatsapp`, verifyToken: 'whatsapp' });
    await sandbox.post('/sandbox/callback/verify');
    const n8n = await startN8n(folder, n8nUrl, uip.url);
    started.push(n8n);
    return { sandbox, uip, n8n, authorization: `Bearer ${DELIVERIES_TOKEN}`, stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function startUip(folder, sandbox, receiver) {
  const file = join(folder, 'uip.toml');
  await writeFile(file, `
[adapters.whatsapp]
component = ${JSON.stringify(process.env.WHATSAPP_COMPONENT)}
manifest = ${JSON.stringify(new URL('../../adapter.json', here).pathname)}
[adapters.whatsapp.properties]
authenticationToken = { env = "WHATSAPP_AUTHENTICATION_TOKEN" }
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
apiBaseUrl = ${JSON.stringify(sandbox.url)}
[server]
listen = "127.0.0.1:0"
commandsToken = { env = "UIP_COMMANDS_TOKEN" }
[[triggers]]
type = "advanced-webhook"
name = "whatsapp"
authentication = "hmac-sha256"
authenticationKey = { env = "WHATSAPP_APP_SECRET" }
command = "whatsapp.processWebhook"
[triggers.properties]
whatsAppNotification = "{wfsystem.body}"
[[triggers]]
type = "event"
adapter = "whatsapp"
event = "customer_message"
deliver = ${JSON.stringify(receiver)}
authorization = { env = "UIP_DELIVERIES_AUTHORIZATION" }
`);
  const env = {
    ...sandbox.env,
    UIP_COMMANDS_TOKEN: COMMANDS_TOKEN,
    UIP_DELIVERIES_AUTHORIZATION: `Bearer ${DELIVERIES_TOKEN}`,
    UIP_CACHE_DIR: join(folder, 'compiled'),
  };
  return start(process.env.UIP_COMMAND, ['--config', file, 'serve'], { env, says: 'ready: http' });
}

/** Imports the flow and its credentials as a user would, publishes the flow, and starts n8n. */
async function startN8n(folder, url, uipUrl) {
  const program = process.env.N8N_COMMAND;
  const env = {
    ...process.env,
    N8N_USER_FOLDER: folder,
    N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_PORT: new URL(url).port,
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
  };
  const flow = JSON.parse(await readFile(new URL('flow.json', here), 'utf8'));
  const send = flow.nodes.find((node) => node.name === 'Send it');
  send.parameters.url = send.parameters.url.replace('http://127.0.0.1:8080', uipUrl);
  const credentials = [
    { ...flow.nodes[0].credentials.httpHeaderAuth, type: 'httpHeaderAuth', data: { name: 'Authorization', value: `Bearer ${DELIVERIES_TOKEN}` } },
    { ...send.credentials.httpBearerAuth, type: 'httpBearerAuth', data: { token: COMMANDS_TOKEN } },
  ];
  const files = { flow: join(folder, 'flow.json'), credentials: join(folder, 'credentials.json') };
  await writeFile(files.flow, JSON.stringify(flow));
  await writeFile(files.credentials, JSON.stringify(credentials));
  await run(program, ['import:credentials', `--input=${files.credentials}`], { env });
  await run(program, ['import:workflow', `--input=${files.flow}`], { env });
  await run(program, ['publish:workflow', `--id=${flow.id}`], { env });
  const n8n = await start(program, ['start'], { env, says: 'Editor is now accessible', patience: 180_000 });
  return { ...n8n, url, webhook: `${url}/webhook/whatsapp` };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
