import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as berth from "@berth/berth";
import type { Wanted } from "../../scaling-stack.ts";

const file = join(import.meta.dirname, "wanted.json");
const wanted = JSON.parse(readFileSync(file, "utf8")) as Wanted;

const platform = new berth.AgentPlatform("platform", wanted.platform);

for (const [namespace, agents] of Object.entries(wanted.agents)) {
  const { name } = new berth.AgentNamespace(namespace, { name: namespace });
  for (const [agent, { asksByItself = false, ...args }] of Object.entries(agents)) {
    new berth.Agent(agent, {
      ...args,
      namespace: name,
      ...(asksByItself
        ? { scaling: { ...args.scaling, keda: { prometheusUrl: platform.prometheusUrl } } }
        : { platform: platform.binding }),
    });
  }
}

export const platformNamespace = platform.namespace;
export const prometheusUrl = platform.prometheusUrl;
