import { commands } from '#adapter';
import { failureOf } from './failure.js';

const [phoneNumber, message] = process.argv.slice(2);
if (phoneNumber === undefined || message === undefined) {
  console.error('usage: node build/send.js PHONE-NUMBER TEXT');
  process.exit(2);
}
try {
  const sent = commands.sendMessageText({ phoneNumber, message });
  console.log(JSON.stringify(sent));
} catch (thrown) {
  const failure = failureOf(thrown);
  if (failure === undefined || failure.tag === 'execution-failed') throw thrown;
  console.error(`${failure.tag} ${failure.val.code}: ${failure.val.error} ${failure.val.advice}`);
  process.exitCode = 1;
}
