// `uip serve` between the sandbox and an engine that takes its deliveries.
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { start } from '../../node/test/sandbox.js';

const root = new URL('../../..', import.meta.url);

export const COMMANDS_TOKEN = randomBytes(24).toString('hex');
export const DELIVERIES_AUTHORIZATION = `Bearer ${randomBytes(24).toString('hex')}`;

/**
 * The carriers: how the adapter `whatsapp` is configured, and how the sandbox posts its notifications. A flow
 * does not know which it is.
 */
const CARRIERS = {
  'the Cloud API': {
    configuration: (sandbox) => `
[adapters.whatsapp]
component = ${JSON.stringify(process.env.WHATSAPP_COMPONENT)}
manifest = ${JSON.stringify(new URL('adapter.json', root).pathname)}
[adapters.whatsapp.properties]
authenticationToken = { env = "WHATSAPP_AUTHENTICATION_TOKEN" }
apiVersion = "v25.0"
phoneNumberId = "100000000000001"
apiBaseUrl = ${JSON.stringify(sandbox.url)}
[[triggers]]
type = "meta-webhook"
name = "whatsapp"
authentication = "hmac-sha256"
authenticationKey = { env = "WHATSAPP_APP_SECRET" }
command = "whatsapp.processWebhook"
[triggers.properties]
whatsAppNotification = "{wfsystem.body}"
`,
    async register(sandbox, url) {
      await sandbox.post('/sandbox/callback', { url, verifyToken: 'whatsapp' });
      await sandbox.post('/sandbox/callback/verify');
    },
  },
  Twilio: {
    configuration: (sandbox, port) => `
[adapters.whatsapp]
component = ${JSON.stringify(process.env.WHATSAPP_TWILIO_COMPONENT)}
manifest = ${JSON.stringify(new URL('twilio/adapter.json', root).pathname)}
[adapters.whatsapp.properties]
accountSid = { env = "TWILIO_ACCOUNT_SID" }
authToken = { env = "TWILIO_AUTH_TOKEN" }
from = { env = "TWILIO_FROM" }
apiBaseUrl = ${JSON.stringify(sandbox.url)}
[[triggers]]
type = "webhook"
name = "whatsapp"
publicUrl = "http://127.0.0.1:${port}"
authentication = "twilio"
authenticationKey = { env = "TWILIO_WEBHOOK_KEY" }
command = "whatsapp.processWebhook"
[triggers.properties]
notification = "{wfsystem.body}"
signature = "{wfsystem.headers.X-Twilio-Signature}"
url = "{wfsystem.url}"
`,
    register: (sandbox, webhookUrl) => sandbox.control('PATCH', '/sandbox/twilio', { webhookUrl }),
  },
};

/** Starts it for a carrier, and lets the sandbox post its notifications to it. */
export async function startUip(folder, sandbox, receiver, carrier = 'the Cloud API') {
  const { configuration, register } = CARRIERS[carrier];
  const file = join(folder, 'uip.toml');
  const port = await freePort();
  await writeFile(file, `
${configuration(sandbox, port)}
[server]
listen = "127.0.0.1:${port}"
commandsToken = { env = "UIP_COMMANDS_TOKEN" }
[[triggers]]
type = "event"
adapter = "whatsapp"
event = "customer_message"
deliver = ${JSON.stringify(receiver)}
authorization = { env = "UIP_DELIVERIES_AUTHORIZATION" }
`);
  const env = {
    ...sandbox.env,
    TWILIO_WEBHOOK_KEY: Buffer.from(sandbox.env.TWILIO_AUTH_TOKEN).toString('base64'),
    UIP_COMMANDS_TOKEN: COMMANDS_TOKEN,
    UIP_DELIVERIES_AUTHORIZATION: DELIVERIES_AUTHORIZATION,
    UIP_CACHE_DIR: join(folder, 'compiled'),
  };
  const uip = await start(process.env.UIP_COMMAND, ['--config', file, 'serve'], { env, says: 'ready: http' });
  await register(sandbox, `${uip.url}/wfe/api/advancedwebhook/whatsapp`);
  return uip;
}

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
