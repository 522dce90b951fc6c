import grpc from "@grpc/grpc-js";
import type { SettingsIssue } from "@berth/contract";
import * as pulumi from "@pulumi/pulumi";
import errors from "@pulumi/pulumi/proto/errors_pb.js";
import providerrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { callUnary } from "../engine/call-unary.ts";

const PLUGIN = new URL("./component-plugin.ts", import.meta.url).pathname;

/** Nobody listens there: a component whose args are wrong tells nobody else. */
const ENGINE = "127.0.0.1:1";

/** The plugin with the components, as a process of its own. */
export interface ComponentPlugin {
  /** What is wrong with the args of an Agent, as a program in another language passes them. */
  constructAgent(name: string, args: Record<string, unknown>): Promise<SettingsIssue[]>;
  stop(): Promise<void>;
}

/** Starts the plugin as the engine does. */
export async function startComponentPlugin(): Promise<ComponentPlugin> {
  const child = spawn(process.execPath, ["--conditions=@berth/source", PLUGIN, ENGINE], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [port] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    exited.then(([code]) => {
      throw new Error(`The plugin ended with ${String(code)} before it told its port.`);
    }),
  ])) as [string];
  const client = new providerrpc.ResourceProviderClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
  );
  return {
    async constructAgent(name, args) {
      const request = new provider.ConstructRequest()
        .setProject("test")
        .setStack("test")
        .setType("berth:index:Agent")
        .setName(name)
        .setInputs(struct.Struct.fromJavaScript(args as Record<string, struct.JavaScriptValue>));
      try {
        await callUnary<provider.ConstructResponse>((done) => client.construct(request, done));
        return [];
      } catch (error) {
        return toIssues(error as grpc.ServiceError);
      }
    },
    async stop() {
      client.close();
      child.kill();
      await exited;
    },
  };
}

/** An Output the way it goes to a component in another process. */
export function toOutputValue(value: unknown, { secret = false } = {}): unknown {
  const { specialSigKey, specialOutputValueSig } = pulumi.runtime;
  return { [specialSigKey]: specialOutputValueSig, value, secret, dependencies: [] };
}

/** Reads the details from which the engine prints each property. */
function toIssues(error: grpc.ServiceError): SettingsIssue[] {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (error.code !== grpc.status.INVALID_ARGUMENT || !(details instanceof Buffer)) {
    throw error;
  }
  return status.Status.deserializeBinary(details)
    .getDetailsList()
    .flatMap((detail) =>
      errors.InputPropertiesError.deserializeBinary(detail.getValue_asU8()).getErrorsList(),
    )
    .map((issue) => ({ propertyPath: issue.getPropertyPath(), reason: issue.getReason() }));
}
