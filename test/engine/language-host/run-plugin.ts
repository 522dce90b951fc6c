import { resolve } from "node:path";
import type { ServerWritableStream } from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import type { ChildProcesses } from "./child-processes.ts";
import { findSdkScript, nodeCommand, parseRuntimeOptions, programInfo } from "./node-program.ts";

/** `KEY=VALUE` lines as an environment; the value may hold further equals signs. */
function toEnvironment(lines: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(
    lines.map((line) => {
      const end = line.indexOf("=");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

/**
 * Runs a component package or a policy pack and streams what it prints, then its exit code.
 *
 * The engine ends a plugin by cancelling the call.
 */
export async function runPlugin(
  call: ServerWritableStream<lang.RunPluginRequest, lang.RunPluginResponse>,
  children: ChildProcesses,
): Promise<void> {
  const { request } = call;
  const info = programInfo(request);
  const options = parseRuntimeOptions(info);
  const folder = info.getProgramDirectory();
  const program = resolve(folder, info.getEntryPoint());
  const isPolicyPack = request.getKind() === "analyzer";
  const environment = request.getEnvList();
  const child = children.start(
    // The two scripts of the SDK take their operands in opposite order.
    isPolicyPack
      ? [
          ...nodeCommand(options),
          findSdkScript("run-policy-pack", folder),
          ...request.getArgsList(),
          program,
        ]
      : [
          ...nodeCommand(options),
          findSdkScript("run-plugin", folder),
          program,
          ...request.getArgsList(),
        ],
    {
      cwd: isPolicyPack ? folder : request.getPwd() || folder,
      environment: environment.length === 0 ? process.env : toEnvironment(environment),
      onOutput: (stream, chunk) => {
        const response = new lang.RunPluginResponse();
        call.write(stream === "stdout" ? response.setStdout(chunk) : response.setStderr(chunk));
      },
    },
  );
  call.on("cancelled", child.stop);
  const { exitCode } = await child.ended;
  call.write(new lang.RunPluginResponse().setExitcode(exitCode ?? -1));
}
