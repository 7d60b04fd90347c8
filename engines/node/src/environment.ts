/** The number of seconds in an environment variable, if it is set. */
export function seconds(name: string): number | undefined {
  const text = process.env[name]?.trim() ?? '';
  if (text === '') return undefined;
  if (/^[0-9]+$/.test(text)) return Number(text);
  // The adapter fails with this sentence, as `properties-unavailable`.
  const why = `The environment variable ${name} is not a whole number of seconds from 1 to 300.`;
  throw Object.assign(new Error(why), { payload: why });
}
