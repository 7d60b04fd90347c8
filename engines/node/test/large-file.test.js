// WhatsApp's largest document goes up and comes back. Prints the memory that
// takes. Run with `--conditions=test`.
import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { now } from './imports.js';
import { startSandbox } from './sandbox.js';

const MB = 1024 * 1024;
const SIZE = 100 * MB;

/** The memories of all instances: jco shows them to nobody. */
const memories = [];
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  const { exports } = made.instance ?? made;
  memories.push(...Object.values(exports).filter((it) => it instanceof WebAssembly.Memory));
  return made;
};
const { commands } = await import('#whatsapp');

/** The most memory that the process had since the last question, in MB; Linux alone tells it. */
async function peak() {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kilobytes = status.match(/VmHWM:\s+(\d+)/)?.[1];
  await writeFile('/proc/self/clear_refs', '5').catch(() => {});
  return kilobytes === undefined ? undefined : Math.round(kilobytes / 1024);
}

test('a document of 100 MB goes up and comes back', async () => {
  const sandbox = await startSandbox();
  try {
    now.properties = {
      authenticationToken: sandbox.env.WHATSAPP_AUTHENTICATION_TOKEN,
      apiVersion: 'v25.0',
      phoneNumberId: sandbox.env.WHATSAPP_PHONE_NUMBER_ID,
      apiBaseUrl: sandbox.url,
      requestTimeoutSeconds: 300,
    };
    const guest = () => Math.max(...memories.map((memory) => memory.buffer.byteLength));
    const report = async (what, began) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      console.log(`${what} of ${SIZE / MB} MB: ${seconds} s; guest ${guest() / MB} MB, process ${await peak()} MB at most`);
      assert.ok(guest() <= 256 * MB, `the guest has ${guest()} bytes`);
    };

    const file = randomFillSync(Buffer.alloc(SIZE));
    const sha256 = createHash('sha256').update(file).digest('hex');
    const content = file.toString('base64');
    await peak();
    let began = Date.now();
    const { mediaId } = commands.uploadMedia({ content, mimeType: 'application/pdf' });
    await report('upload', began);
    const [kept] = await sandbox.get('/sandbox/media');
    assert.deepEqual([kept.bytes, kept.sha256], [SIZE, sha256]);

    began = Date.now();
    const downloaded = commands.downloadMedia({ mediaId, maxBytes: SIZE });
    await report('download', began);
    assert.equal(downloaded.sha256, sha256);
    assert.ok(downloaded.content === content, 'the file came back unchanged');
  } finally {
    await sandbox.stop();
  }
});
