import type * as pulumi from "@pulumi/pulumi";

/** What every object of a namespace is built from. */
export interface ObjectFacts {
  name: string;
  /** Undefined leaves the choice to the Kubernetes provider. */
  namespace: pulumi.Input<string> | undefined;
  labels: Record<string, string>;
}
