/** A port could not be opened. */
export class ListenError extends Error {
  readonly port: number;

  constructor(setting: string, port: number, cause: NodeJS.ErrnoException) {
    const reason =
      cause.code === "EADDRINUSE"
        ? "is taken by another process. Give another one, or 0 for any free one."
        : `could not be opened: ${cause.message}.`;
    super(`'${setting}' (${port}) ${reason}`, { cause });
    this.name = "ListenError";
    this.port = port;
  }
}
