import grpc from "@grpc/grpc-js";
import lang from "@pulumi/pulumi/proto/language_pb.js";
import type { ChildProcesses } from "./child-processes.ts";
import { RpcError } from "./rpc.ts";

/**
 * Writes a Node SDK for a schema with `sdkgen`, a command around the generator of Pulumi's Go library.
 *
 * @param sdkgen the path of the command; generation is refused without it.
 */
export async function generatePackage(
  request: lang.GeneratePackageRequest,
  sdkgen: string | undefined,
  children: ChildProcesses,
): Promise<lang.GeneratePackageResponse> {
  if (sdkgen === undefined) {
    throw new RpcError(
      grpc.status.UNIMPLEMENTED,
      "this stand-in for pulumi-language-nodejs writes SDKs only when it is started with --sdkgen=PATH",
    );
  }
  let complaint = "";
  const child = children.start(
    [
      sdkgen,
      `-out=${request.getDirectory()}`,
      `-loader=${request.getLoaderTarget()}`,
      `-local=${String(request.getLocal())}`,
    ],
    {
      cwd: process.cwd(),
      environment: process.env,
      input: request.getSchema(),
      onOutput: (_stream, chunk) => (complaint += chunk.toString()),
    },
  );
  const { exitCode, signal } = await child.ended;
  if (exitCode !== 0) {
    throw new RpcError(
      grpc.status.UNKNOWN,
      `sdkgen wrote no SDK (${signal ?? `exit code ${exitCode ?? -1}`}): ${complaint.trim()}`,
    );
  }
  return new lang.GeneratePackageResponse();
}
