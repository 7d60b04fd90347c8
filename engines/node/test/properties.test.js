// Every property of each manifest is read from its environment variable.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as whatsapp from '../build/properties.js';
import * as twilio from '../build/twilio-properties.js';

const root = new URL('../../../', import.meta.url);

for (const [prefix, folder, { get }] of [
  ['WHATSAPP', '.', whatsapp],
  ['TWILIO', 'twilio', twilio],
]) {
  const variable = (property) => `${prefix}_${property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

  test(`every property has an environment variable that begins with ${prefix}`, async () => {
    const manifest = JSON.parse(await readFile(new URL(`${folder}/adapter.json`, root), 'utf8'));
    const expected = {};
    for (const [index, { name, type }] of manifest.properties.entries()) {
      expected[name] = type === 'integer' ? index + 1 : `value ${index}`;
      process.env[variable(name)] = String(expected[name]);
    }
    assert.deepEqual(get(), expected);
  });

  test(`a timeout that is no number is refused with the name of its variable, ${prefix}_…`, () => {
    const timeout = variable('requestTimeoutSeconds');
    process.env[timeout] = 'soon';
    assert.throws(get, (error) => error.payload.includes(timeout));
    process.env[timeout] = ' ';
    assert.equal(get().requestTimeoutSeconds, undefined);
  });
}
