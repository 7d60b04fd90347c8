// The sandbox, `uip serve` and n8n, each on a free port, and how they know
// each other.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { start, startSandbox } from '../../node/test/sandbox.js';
import { COMMANDS_TOKEN, DELIVERIES_AUTHORIZATION, freePort, startUip } from './uip.js';

const run = promisify(execFile);
const here = new URL('..', import.meta.url);

export async function startAll(carrier) {
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
    const uip = await startUip(folder, sandbox, `${n8nUrl}/webhook/whatsapp`, carrier);
    started.push(uip);
    const n8n = await startN8n(folder, n8nUrl, uip.url);
    started.push(n8n);
    return { sandbox, uip, n8n, authorization: DELIVERIES_AUTHORIZATION, stopAll };
  } catch (error) {
    await stopAll();
    throw error;
  }
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
    { ...flow.nodes[0].credentials.httpHeaderAuth, type: 'httpHeaderAuth', data: { name: 'Authorization', value: DELIVERIES_AUTHORIZATION } },
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
