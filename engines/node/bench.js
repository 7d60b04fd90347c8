// The adapter on Node, as the comparison of engines measures it:
// `node --conditions=test bench.js`, driven by ../bench/bench.py.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { commands } from '#whatsapp';
import { now } from './test/imports.js';

const { env } = process;
now.properties = {
  authenticationToken: env.WHATSAPP_AUTHENTICATION_TOKEN,
  apiVersion: 'v25.0',
  phoneNumberId: env.WHATSAPP_PHONE_NUMBER_ID,
  appSecret: env.WHATSAPP_APP_SECRET,
  apiBaseUrl: env.WHATSAPP_API_BASE_URL,
};
const notification = {
  whatsAppNotification: readFileSync(env.BENCH_NOTIFICATION, 'utf8'),
  signature: env.BENCH_SIGNATURE,
};
const calls = {
  send: () => commands.sendMessageText({ phoneNumber: '+16505551234', message: 'Hello' }),
  webhook: () => commands.processWebhook(notification),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, count } = JSON.parse(line);
  const took = [];
  for (let done = 0; done < count; done++) {
    const began = process.hrtime.bigint();
    calls[command]();
    took.push(Number(process.hrtime.bigint() - began) / 1e3);
  }
  console.log(JSON.stringify(took));
}
process.exit();
