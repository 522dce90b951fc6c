/** A port could not be opened. */
export class ListenError extends Error {
  readonly port: number;

  constructor(
    setting: string,
    { host, port }: { host: string | undefined; port: number },
    cause: NodeJS.ErrnoException,
  ) {
    super(
      host !== undefined && isOfHost(cause)
        ? `'host' (${host}) must be an address of this machine. Leave --host out for all of them.`
        : `'${setting}' (${port}) ${toReason(cause)}`,
      { cause },
    );
    this.name = "ListenError";
    this.port = port;
  }
}

/** The name of the host has no address, or the machine has not the one that it names. */
function isOfHost({ code, syscall }: NodeJS.ErrnoException): boolean {
  return syscall === "getaddrinfo" || code === "EADDRNOTAVAIL";
}

function toReason({ code, message }: NodeJS.ErrnoException): string {
  return code === "EADDRINUSE"
    ? "is taken by another process. Give another one, or 0 for any free one."
    : `could not be opened: ${message}.`;
}
