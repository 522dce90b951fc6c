#!/usr/bin/env node
// npm links a command when it installs, which is before this repository is built.

if (["proxy", "serve", "serve-discovery"].includes(process.argv[2])) {
  // In a container a server is process 1, for which the kernel drops a signal that nobody listens
  // to: one that comes while modules are loaded would be lost, and the pod would wait for SIGKILL.
  // The server listens later on. It is added to these listeners, which then leave it to it: taking
  // them away could lose a signal in between.
  for (const name of ["SIGTERM", "SIGINT"]) {
    process.on(name, () => {
      if (process.listenerCount(name) === 1) {
        process.exit(0);
      }
    });
  }
}

// Not a statement: those are loaded before anything runs.
await import("../dist/cli.js");
