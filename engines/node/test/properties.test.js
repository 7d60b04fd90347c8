// Every property of the manifest is read from its environment variable.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { get } from '../build/properties.js';

const manifest = JSON.parse(await readFile(new URL('../../../adapter.json', import.meta.url), 'utf8'));
const variable = (property) => `WHATSAPP_${property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

test('every property has an environment variable', () => {
  const expected = {};
  for (const [index, { name, type }] of manifest.properties.entries()) {
    expected[name] = type === 'integer' ? index + 1 : `value ${index}`;
    process.env[variable(name)] = String(expected[name]);
  }
  assert.deepEqual(get(), expected);
});

test('a timeout that is no number is refused with the name of its variable', () => {
  process.env.WHATSAPP_REQUEST_TIMEOUT_SECONDS = 'soon';
  assert.throws(get, (error) => error.payload.includes('WHATSAPP_REQUEST_TIMEOUT_SECONDS'));
  process.env.WHATSAPP_REQUEST_TIMEOUT_SECONDS = ' ';
  assert.equal(get().requestTimeoutSeconds, undefined);
});
