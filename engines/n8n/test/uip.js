// `uip serve` between the sandbox and an engine that takes its deliveries.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { start } from '../../node/test/sandbox.js';

const root = new URL('../../..', import.meta.url);

export const COMMANDS_TOKEN = randomBytes(24).toString('hex');
export const DELIVERIES_AUTHORIZATION = `Bearer ${randomBytes(24).toString('hex')}`;

/** Starts it, and lets the sandbox post its notifications to it. */
export async function startUip(folder, sandbox, receiver) {
  const file = join(folder, 'uip.toml');
  await writeFile(file, `
[adapters.whatsapp]
component = ${JSON.stringify(process.env.WHATSAPP_COMPONENT)}
manifest = ${JSON.stringify(new URL('adapter.json', root).pathname)}
[adapters.whatsapp.properties]
authenticationToken = { env = "WHATSAPP_AUTHENTICATION_TOKEN" }
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
apiBaseUrl = ${JSON.stringify(sandbox.url)}
[server]
listen = "127.0.0.1:0"
commandsToken = { env = "UIP_COMMANDS_TOKEN" }
[[triggers]]
type = "meta-webhook"
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
    UIP_DELIVERIES_AUTHORIZATION: DELIVERIES_AUTHORIZATION,
    UIP_CACHE_DIR: join(folder, 'compiled'),
  };
  const uip = await start(process.env.UIP_COMMAND, ['--config', file, 'serve'], { env, says: 'ready: http' });
  await sandbox.post('/sandbox/callback', { url: `${uip.url}/wfe/api/advancedwebhook/whatsapp`, verifyToken: 'whatsapp' });
  await sandbox.post('/sandbox/callback/verify');
  return uip;
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
