import { createRedactor } from "../values/secrets.ts";
import { createContext, type ProviderContext } from "../rpc/context.ts";
import { createMemoryApi, type MemoryApi } from "./memory-api.ts";

export interface TestContext extends ProviderContext {
  api: MemoryApi;
  /** What the user was told. */
  readonly said: string[];
  cancel(): void;
}

/** A provider process with an API server in memory, configured with nothing. */
export function createTestContext(): TestContext {
  const cancelled = new AbortController();
  const said: string[] = [];
  const log = {
    warn: (message: string) => said.push(`warning: ${message}`),
    progress: (message: string) => said.push(message),
  };
  const context = createContext({}, log, createRedactor(), cancelled.signal);
  return Object.assign(context, {
    api: createMemoryApi(),
    said,
    cancel: () => {
      cancelled.abort();
    },
  });
}
