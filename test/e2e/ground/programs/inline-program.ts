import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Greeter } from "./component/index.ts";

/** A program for the Automation API: it runs in the process that calls the engine. */
export function deployInline(): Promise<Record<string, pulumi.Output<string>>> {
  const config = new pulumi.Config();
  const environment = new kubernetes.core.v1.Namespace("environment", {
    metadata: {
      name: config.require("namespace"),
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    },
  });
  const token = config.requireSecret("token");
  const greeter = new Greeter("greeter", {
    namespace: environment.metadata.name,
    greeting: config.require("greeting"),
    token,
    broken: config.requireBoolean("broken"),
    replicas: config.requireNumber("replicas"),
  });
  return Promise.resolve({ serviceName: greeter.serviceName, token });
}
