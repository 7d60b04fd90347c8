import type { CommandError } from '#whatsapp/types';

/** What a failed command threw, when it is one of the contract's failures. */
export function failureOf(thrown: unknown): CommandError | undefined {
  if (!(thrown instanceof Error) || !('payload' in thrown)) return undefined;
  return thrown.payload as CommandError;
}
