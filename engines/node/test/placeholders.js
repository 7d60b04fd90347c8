// What stands in the conformance list for what is another in every run.

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

  /** With the names in the place of their texts, and without what makes one link to a file differ from the next. */
  mask(json) {
    return eachText(json, (text) => {
      for (const [name, standsFor] of this.#names) text = text.replaceAll(standsFor, name);
      return text.replace(/&(ext|hash|X-Amz-(?:Credential|Date|Signature))=[^&]*/g, '&$1=*');
    });
  }

  /** A response without what changes from run to run. */
  maskedResponse(response) {
    const masked = this.mask(response);
    for (const name of ['messageId', 'mediaId', 'templateId', 'traceId']) {
      if (masked[name] !== undefined && !masked[name].startsWith('{')) masked[name] = '*';
    }
    if (masked.details !== undefined) {
      masked.details = masked.details.replace(/"fbtrace_id":"[^"]*"/, '"fbtrace_id":"*"');
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
    if (answer?.id?.startsWith('wamid.')) placeholders.learn('{message}', answer.id);
    for (const { id } of await sandbox.get('/sandbox/media')) placeholders.learn('{media}', id);
  }
  if (faults) await sandbox.post('/sandbox/faults', placeholders.fill(faults));
  return placeholders;
}

/** A request that reached the sandbox: its JSON, or the line of one without. */
export function requestShown({ method, path, query, json }) {
  return json ?? `${method} ${path}${query === null ? '' : `?${query}`}`;
}
