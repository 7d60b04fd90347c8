// What stands in the conformance list for what is another in every run.

/** How the ids of messages begin. */
const MESSAGE_ID = /^(wamid\.|SM|MM)/;

/** What differs in every run, and what is written instead. */
const DIFFERENT = [
  // What makes a link work for a time: of a file at WhatsApp, and of one that the adapter signs.
  [/&(ext|hash|X-Amz-(?:Credential|Date|Signature))=[^&]*/g, '&$1=*'],
  [/(\/mms\.twiliocdn\.com\/\w+\/[^/]+)\/[^/?]+/g, '$1/*'],
  [/"fbtrace_id":"[^"]*"/g, '"fbtrace_id":"*"'],
  // In what Twilio answers: times, and the ids of what it makes.
  [/"(date_[a-z]+)":"[^"]*"/g, '"$1":"*"'],
  [/\b(SM|MM|ME|HX|XE)[0-9a-f]{32}\b/g, '$1*'],
];

/** JSON with every text in it changed. */
function eachText(json, change) {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((item) => eachText(item, change));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, eachText(item, change)]));
}

/** Names such as `{media}`, each with what it stands for in this run. */
class Placeholders {
  #names = new Map();

  learn(name, text) {
    this.#names.set(name, text);
  }

  /** With the texts in the place of their names. */
  fill(json) {
    return eachText(json, (text) => {
      for (const [name, standsFor] of this.#names) text = text.replaceAll(name, standsFor);
      return text;
    });
  }

  /** With the names in the place of their texts, and without what differs in every run. */
  mask(json) {
    return eachText(json, (text) => {
      for (const [name, standsFor] of this.#names) text = text.replaceAll(standsFor, name);
      for (const [what, instead] of DIFFERENT) text = text.replace(what, instead);
      return text;
    });
  }

  /** A response without what changes from run to run. */
  maskedResponse(response) {
    const masked = this.mask(response);
    for (const name of ['messageId', 'mediaId', 'templateId', 'traceId']) {
      if (masked[name] !== undefined && !masked[name].startsWith('{')) masked[name] = '*';
    }
    return masked;
  }
}

/** Does what comes before a case's call, and learns what it made. */
export async function prepare(sandbox, { before = [], faults }) {
  const placeholders = new Placeholders();
  placeholders.learn('{sandbox}', sandbox.url.replace('http://', ''));
  await sandbox.post('/sandbox/reset');
  for (const step of before) {
    const [method, path] = placeholders.fill(step.ask).split(' ');
    const answer = await sandbox.control(method, path, placeholders.fill(step.body));
    if (MESSAGE_ID.test(answer?.id)) placeholders.learn('{message}', answer.id);
    for (const { id } of await sandbox.get('/sandbox/media')) placeholders.learn('{media}', id);
  }
  if (faults) await sandbox.post('/sandbox/faults', placeholders.fill(faults));
  return placeholders;
}

/** A request that reached the sandbox: its JSON or its form, or the line of one without. */
export function requestShown({ method, path, query, json, form }) {
  return json ?? form ?? `${method} ${path}${query === null ? '' : `?${query}`}`;
}
