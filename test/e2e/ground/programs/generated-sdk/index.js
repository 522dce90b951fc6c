// JavaScript, because the SDK it imports does not exist before the engine has generated it.
import * as greeter from "@pulumi/greeter";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const page = new greeter.Greeter("greeter", {
  namespace: config.require("namespace"),
  greeting: config.require("greeting"),
  token: config.requireSecret("token"),
  broken: config.requireBoolean("broken"),
  replicas: config.requireNumber("replicas"),
});

export const serviceName = page.serviceName;
