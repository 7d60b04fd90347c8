// What the package `preview2-shim` (0.26) says of a failed request is wrong in
// two places, and the adapter must know whether a message may have left:
//
// - Its timeout for connecting goes on after the connection is made, and says
//   `connection-timeout` when WhatsApp is slow to answer: a message that left
//   would look as if it had not, and be sent again. Here that timeout is
//   refused as unsupported; the adapter keeps to a deadline of its own.
// - An answer that is cut becomes an error without a tag, which ends the call
//   with a TypeError. Here it is `connection-terminated`.
import { outgoingHandler, types as shim } from '@bytecodealliance/preview2-shim/http';

type ErrorCode = NonNullable<ReturnType<typeof shim.httpErrorCode>>;

class RequestOptions extends shim.RequestOptions {
  override setConnectTimeout(): void {
    throw undefined;
  }
}

function httpErrorCode(error: Parameters<typeof shim.httpErrorCode>[0]): ErrorCode | undefined {
  const code = shim.httpErrorCode(error);
  return code && 'tag' in code ? code : { tag: 'connection-terminated' };
}

export const types = { ...shim, RequestOptions, httpErrorCode };
export { outgoingHandler };
