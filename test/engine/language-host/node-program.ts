import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import grpc from "@grpc/grpc-js";
import type lang from "@pulumi/pulumi/proto/language_pb.js";
import { z } from "zod";
import { RpcError } from "./rpc.ts";

/** Looked up on PATH: a program runs on the Node of its user, not on the one of this host. */
export const NODE = "node";

/** The options under `runtime:` of Pulumi.yaml and PulumiPlugin.yaml that this host heeds. */
const runtimeOptionsSchema = z.looseObject({
  typescript: z.boolean().default(true),
  nodeargs: z.string().default(""),
  tsconfig: z.string().optional(),
});

export type RuntimeOptions = z.output<typeof runtimeOptionsSchema>;

/** @throws RpcError that names each option with a value of the wrong type. */
export function parseRuntimeOptions(info: lang.ProgramInfo): RuntimeOptions {
  const parsed = runtimeOptionsSchema.safeParse(info.getOptions()?.toJavaScript() ?? {});
  if (!parsed.success) {
    throw new RpcError(
      grpc.status.INVALID_ARGUMENT,
      `'runtime.options' cannot be used: ${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data;
}

/** @throws RpcError when the engine left out what is to be run. */
export function programInfo(request: {
  getInfo(): lang.ProgramInfo | undefined;
}): lang.ProgramInfo {
  const info = request.getInfo();
  if (info === undefined) {
    throw new RpcError(grpc.status.INVALID_ARGUMENT, "'info' is missing: it names the program");
  }
  return info;
}

/** `node` with the arguments that the project asks for, separated by spaces. */
export function nodeCommand(options: RuntimeOptions): [string, ...string[]] {
  return [NODE, ...options.nodeargs.split(/\s+/).filter((argument) => argument !== "")];
}

/**
 * The path of a script of the SDK, resolved from the program: its own copy of the SDK must be the one that runs.
 *
 * @throws RpcError that says what to install where.
 */
export function findSdkScript(
  name: "run" | "run-plugin" | "run-policy-pack",
  programDirectory: string,
): string {
  const require = createRequire(join(resolve(programDirectory), "program.js"));
  try {
    return require.resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new RpcError(
      grpc.status.FAILED_PRECONDITION,
      `'@pulumi/pulumi' is not installed for ${programDirectory}: run "npm install" there first`,
    );
  }
}
