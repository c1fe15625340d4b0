/**
 * The catch boundary around every handler: a crash is logged and answered with `null`, and the next request works.
 * A request that the client has cancelled meanwhile is answered as cancelled, as LSP 3.17 asks.
 */
import {
  CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type Connection,
} from 'vscode-languageserver/node';

/** Wraps the handler of a request. `empty` is the answer after a crash. */
export function guardRequest<P, R>(
  connection: Connection,
  empty: R,
  handle: (params: P) => R,
): (params: P, token: CancellationToken) => R | ResponseError<never> {
  return (params, token) => {
    if (token.isCancellationRequested)
      return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    try {
      return handle(params);
    } catch (error) {
      logCrash(connection, error);
      return empty;
    }
  };
}

/**
 * Wraps the handler of a custom request. JSON-RPC spreads a list of parameters, so that `[]` leaves the token alone;
 * the request has one object, and anything else counts as none.
 */
export function takeOneParameter<R>(
  handle: (params: unknown, token: CancellationToken) => R,
): (...sent: readonly unknown[]) => R {
  return (...sent) => {
    const token = sent.at(-1);
    return handle(
      sent.length === 2 ? sent[0] : undefined,
      CancellationToken.is(token) ? token : CancellationToken.None,
    );
  };
}

/** Wraps the handler of a notification or a scheduled piece of work. */
export function guardNotification<P>(
  connection: Connection,
  handle: (params: P) => void,
): (params: P) => void {
  return (params) => {
    try {
      handle(params);
    } catch (error) {
      logCrash(connection, error);
    }
  };
}

export function logCrash(connection: Connection, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  connection.console.error(`RouteLens failed here and goes on: ${text}`);
}
