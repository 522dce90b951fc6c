/** A signal that is made when somebody asks for it: most executors never do. */
export interface LazySignal {
  readonly signal: AbortSignal;
  readonly isAborted: boolean;
  /** Only the first reason counts. */
  abort: (reason: Error) => void;
}

/** Makes a signal that is not aborted. */
export function createLazySignal(): LazySignal {
  let controller: AbortController | undefined;
  let firstReason: Error | undefined;
  return {
    get signal() {
      if (controller === undefined) {
        controller = new AbortController();
        if (firstReason !== undefined) {
          controller.abort(firstReason);
        }
      }
      return controller.signal;
    },
    get isAborted() {
      return firstReason !== undefined;
    },
    abort: (reason) => {
      firstReason ??= reason;
      controller?.abort(reason);
    },
  };
}
