import type { HostProcess } from "../../agent-runtime/src/server.ts";

/** A process that a test plays. */
export interface FakeHost extends HostProcess {
  /** What the process was ended with, in order. */
  readonly exits: number[];
  /** How many callbacks listen to signals and stray errors. */
  readonly listeners: number;
  signal: (name: NodeJS.Signals) => void;
  /** Throws where nobody catches; true when the process goes on. */
  stray: (error: unknown, kind: "exception" | "rejection") => boolean;
}

export function createFakeHost(): FakeHost {
  const exits: number[] = [];
  const onSignal = new Set<(signal: NodeJS.Signals) => void>();
  const onStrayError = new Set<(error: unknown, kind: "exception" | "rejection") => boolean>();
  return {
    exits,
    get listeners() {
      return onSignal.size + onStrayError.size;
    },
    onSignal: (callback) => {
      onSignal.add(callback);
      return () => onSignal.delete(callback);
    },
    onStrayError: (callback) => {
      onStrayError.add(callback);
      return () => onStrayError.delete(callback);
    },
    exit: (code) => {
      exits.push(code);
    },
    setExitCode: () => undefined,
    write: () => undefined,
    shrinkMemory: () => undefined,
    signal: (name) => {
      for (const callback of onSignal) {
        callback(name);
      }
    },
    stray: (error, kind) => [...onStrayError].every((callback) => callback(error, kind)),
  };
}
