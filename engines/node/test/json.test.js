// A request as JSON becomes what jco takes, or is refused with its place.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { RequestMistake, requestFromJson } from '../build/json.js';

const manifest = JSON.parse(await readFile(new URL('../../../adapter.json', import.meta.url), 'utf8'));
const request = (command, text) => requestFromJson(manifest, command, JSON.parse(text));

test('a number for a text and digits for a number are taken as what they mean', () => {
  assert.deepEqual(request('sendMessageText', '{"phoneNumber":441234567890,"message":7}'), {
    phoneNumber: '441234567890',
    message: '7',
  });
  const location = '{"phoneNumber":"+39","latitude":"45.4642","longitude":"-9.19"}';
  assert.deepEqual(request('sendMessageLocation', location), { phoneNumber: '+39', latitude: 45.4642, longitude: -9.19 });
  const template = '{"buttons":[{"index":"0","value":{"one-time-password":123456}}],"offerExpirationTimeMs":"1795248000000"}';
  assert.deepEqual(request('sendMessageTextTemplate', template), {
    buttons: [{ index: 0, value: { tag: 'one-time-password', val: '123456' } }],
    offerExpirationTimeMs: 1795248000000n,
  });
});

test('what can mean two things, or nothing, is refused with its place', () => {
  for (const [command, text, place] of [
    ['sendMessageText', '{"message":true}', 'message'],
    ['sendMessageText', '{"phoneNumber":4.5}', 'phoneNumber'],
    ['sendMessageText', '{"phoneNumber":-5}', 'phoneNumber'],
    ['sendMessageText', '{"phoneNumber":12345678901234567}', 'phoneNumber'],
    ['sendMessageText', '{"previewUrl":"true"}', 'previewUrl'],
    ['sendMessageText', '{"previewUrl":1}', 'previewUrl'],
    ['sendMessageTextTemplate', '{"buttons":[{"index":true}]}', 'buttons[0].index'],
    ['sendMessageTextTemplate', '{"buttons":[{"index":"01"}]}', 'buttons[0].index'],
    ['sendMessageTextTemplate', '{"buttons":[{"index":1.5}]}', 'buttons[0].index'],
    ['sendMessageTextTemplate', '{"buttons":[{"index":0,"value":{}}]}', 'buttons[0].value'],
    ['sendMessageTextTemplate', '{"offerExpirationTimeMs":12345678901234567}', 'offerExpirationTimeMs'],
    ['sendMessageLocation', '{"latitude":"45,4"}', 'latitude'],
    ['sendMessageLocation', '{"latitude":"1e2"}', 'latitude'],
    ['sendMessageText', '{"mesage":"x"}', 'mesage'],
  ]) {
    const named = (error) => error instanceof RequestMistake && error.message.startsWith(`${place}: `);
    assert.throws(() => request(command, text), named, text);
  }
});
