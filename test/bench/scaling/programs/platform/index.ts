import * as berth from "@berth/berth";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

new berth.AgentPlatform("platform", {
  namespace: config.require("namespace"),
  prometheus: { url: config.require("prometheusUrl") },
});
