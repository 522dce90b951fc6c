import grpc from "@grpc/grpc-js";
import type { ApiClient } from "../cluster/api-client.ts";
import { type OpenProperties, openProperties } from "../values/properties.ts";
import { type Redactor, secretPathsOf, secretTextsOf } from "../values/secrets.ts";
import type struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { EngineLog } from "./engine-log.ts";
import { RpcError } from "./failures.ts";
import { type Environment, parseSettings, type Settings } from "./settings.ts";

/** What the handlers of one provider process share. */
export interface ProviderContext {
  settings: Settings;
  /** undefined while there is no cluster; `whyNoApi` says why. */
  api: ApiClient | undefined;
  whyNoApi: string;
  readonly env: Environment;
  readonly log: EngineLog;
  readonly redactor: Redactor;
  /** Aborts when the user cancels. */
  readonly cancelled: AbortSignal;
}

export function createContext(
  env: Environment,
  log: EngineLog,
  redactor: Redactor,
  cancelled: AbortSignal,
): ProviderContext {
  return {
    settings: parseSettings({}, {}),
    api: undefined,
    whyNoApi: "the provider is not configured",
    env,
    log,
    redactor,
    cancelled,
  };
}

/** @throws RpcError FAILED_PRECONDITION with the reason when there is no cluster. */
export function requireApi(context: ProviderContext): ApiClient {
  if (context.api === undefined) {
    throw new RpcError(grpc.status.FAILED_PRECONDITION, `no cluster: ${context.whyNoApi}`);
  }
  return context.api;
}

/** Takes the marks off, and remembers the secrets so that no message shows them. */
export function openAndLearn(
  context: ProviderContext,
  sealed: struct.Struct | undefined,
): OpenProperties {
  const open = openProperties(sealed);
  const paths = secretPathsOf(open.value, open.secretPaths);
  context.redactor.learn(secretTextsOf(open.value, paths));
  return open;
}
