import * as pulumi from "@pulumi/pulumi";
import type { StackFacts } from "./labels.js";

/** Reads which stack the running program is. */
export function readOwner(): StackFacts {
  return { project: pulumi.getProject(), stack: pulumi.getStack() };
}
