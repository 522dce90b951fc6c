import type { ServerUnaryCall } from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import type { ChildEnd, ChildProcesses } from "./child-processes.ts";
import { findSdkScript, nodeCommand, parseRuntimeOptions, programInfo } from "./node-program.ts";

/** The exit code by which the SDK says that the user has been told already. */
const EXIT_ALREADY_REPORTED = 32;

function toRunResponse({ exitCode, signal }: ChildEnd): lang.RunResponse {
  const response = new lang.RunResponse();
  if (exitCode === EXIT_ALREADY_REPORTED) {
    response.setBail(true);
  } else if (signal !== null) {
    response.setError(`the program was ended by ${signal}`);
  } else if (exitCode !== 0) {
    response.setError(`the program ended with exit code ${exitCode ?? -1} and no message`);
  }
  return response;
}

/**
 * Runs a program to its end, or until the call is cancelled.
 *
 * Its output goes to the streams of this process, which the engine shows as messages.
 */
export async function runProgram(
  call: ServerUnaryCall<lang.RunRequest, lang.RunResponse>,
  engineAddress: string,
  children: ChildProcesses,
): Promise<lang.RunResponse> {
  const { request } = call;
  const info = programInfo(request);
  const options = parseRuntimeOptions(info);
  const settings = Object.fromEntries<string>(request.getConfigMap().toArray());
  const child = children.start(
    [
      ...nodeCommand(options),
      findSdkScript("run", info.getProgramDirectory()),
      `--monitor=${request.getMonitorAddress()}`,
      `--engine=${engineAddress}`,
      `--organization=${request.getOrganization()}`,
      `--project=${request.getProject()}`,
      `--root-directory=${info.getRootDirectory()}`,
      `--stack=${request.getStack()}`,
      `--pwd=${request.getPwd()}`,
      `--parallel=${request.getParallel()}`,
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info.getEntryPoint(),
      ...request.getArgsList(),
    ],
    {
      cwd: request.getPwd(),
      environment: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(settings),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
        ...(options.tsconfig === undefined
          ? {}
          : { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
      },
    },
  );
  call.on("cancelled", child.stop);
  return toRunResponse(await child.ended);
}
