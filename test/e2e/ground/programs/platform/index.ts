import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const environment = new kubernetes.core.v1.Namespace("environment", {
  metadata: {
    name: config.require("namespace"),
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  },
});

export const namespace = environment.metadata.name;
export const token = config.requireSecret("token");
