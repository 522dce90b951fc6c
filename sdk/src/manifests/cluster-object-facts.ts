import type * as pulumi from "@pulumi/pulumi";

/** What an object of the cluster as a whole is built from. */
export interface ClusterObjectFacts {
  name: pulumi.Input<string>;
  labels: Record<string, string>;
}
