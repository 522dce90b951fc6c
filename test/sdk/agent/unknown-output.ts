import * as pulumi from "@pulumi/pulumi";

/** A value of a resource that is still to be made, as a preview has it. */
export function createUnknown<Value>({ secret = false } = {}): pulumi.Output<Value> {
  const { Output } = pulumi as unknown as {
    Output: new (...parts: unknown[]) => pulumi.Output<Value>;
  };
  return new Output(
    new Set(),
    Promise.resolve(undefined),
    Promise.resolve(false),
    Promise.resolve(secret),
    Promise.resolve(new Set()),
  );
}
