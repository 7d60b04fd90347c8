// The APIs of WhatsApp and Twilio on loopback, and the environment that points
// the example at them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts a program and waits for the line that says where it listens. */
export async function start(program, args, { env = process.env, says, patience = 30_000 }) {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  const waiting = [];
  const take = (line) => {
    output.push(line);
    for (const look of [...waiting]) look();
  };
  createInterface({ input: child.stdout }).on('line', take);
  createInterface({ input: child.stderr }).on('line', take);
  const ended = once(child, 'exit');

  /** Waits for a line that is as wanted. */
  const line = (what, isWanted) =>
    new Promise((resolve, reject) => {
      const fail = (why) => {
        clearTimeout(timer);
        reject(new Error(`${program}: ${what} never came: ${why}\n${output.join('\n')}`));
      };
      const timer = setTimeout(() => fail('too late'), patience);
      const look = () => {
        const found = output.find(isWanted);
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.splice(waiting.indexOf(look), 1);
        resolve(found);
      };
      waiting.push(look);
      ended.then(([code]) => fail(`it ended with ${code}`));
      look();
    });

  const ready = await line('its address', (it) => it.includes(says)).catch((error) => {
    child.kill();
    throw error;
  });
  return {
    url: ready.match(/http:\/\/[0-9.]+:[0-9]+/)?.[0],
    output,
    line,
    async stop() {
      child.kill();
      const killing = setTimeout(() => child.kill('SIGKILL'), 40_000);
      await ended;
      clearTimeout(killing);
    },
  };
}

export async function startSandbox(args = []) {
  const program = process.env.UIP_SANDBOX;
  if (!program) throw new Error('UIP_SANDBOX must name the sandbox; test.sh sets it');
  const sandbox = await start(program, ['--listen', '127.0.0.1:0', '--quiet', ...args], { says: 'is ready on' });
  const control = async (method, path, body) => {
    const response = await fetch(sandbox.url + path, { method, body: JSON.stringify(body ?? {}) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  const post = (path, body) => control('POST', path, body);
  const get = async (path) => (await fetch(sandbox.url + path)).json();
  const env = {
    ...process.env,
    WHATSAPP_AUTHENTICATION_TOKEN: 'sandbox-access-token-guards-nothing',
    WHATSAPP_PHONE_NUMBER_ID: '100000000000001',
    WHATSAPP_APP_SECRET: Buffer.from('sandbox-app-secret').toString('base64'),
    WHATSAPP_VERIFY_TOKEN: 'sandbox-verify-token',
    WHATSAPP_API_BASE_URL: sandbox.url,
    TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
    TWILIO_AUTH_TOKEN: 'sandbox-auth-token-guards-nothing',
    TWILIO_FROM: '+15550100300',
    TWILIO_API_BASE_URL: sandbox.url,
  };
  return { ...sandbox, control, post, get, env };
}
