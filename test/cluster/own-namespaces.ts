/**
 * The words before a command that give it mount and process namespaces of its own: when its first
 * process ends, every process and every mount in there ends with it.
 */
export const inOwnNamespaces = [
  "unshare",
  "--mount",
  "--propagation",
  "private",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount-proc",
] as const;
