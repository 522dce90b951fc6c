import * as pulumi from "@pulumi/pulumi";
import { Greeter } from "../component/index.ts";

const config = new pulumi.Config();
const platform = new pulumi.StackReference("platform", {
  name: `organization/platform/${pulumi.getStack()}`,
});
const text = (value: unknown): string => String(value);

const greeter = new Greeter("greeter", {
  namespace: platform.requireOutput("namespace").apply(text),
  greeting: config.require("greeting"),
  token: pulumi.concat(config.requireSecret("token"), "/", platform.requireOutput("token")),
  broken: config.requireBoolean("broken"),
  replicas: config.requireNumber("replicas"),
});

export const serviceName = greeter.serviceName;
export const platformToken = platform.requireOutput("token");
