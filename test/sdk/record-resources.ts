import * as pulumi from "@pulumi/pulumi";

/** A resource as a program asked the engine for it. */
export interface RecordedResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

export interface RecordOptions {
  project?: string;
  stack?: string;
  /** The configuration as the engine hands it over: full keys, objects as JSON. */
  config?: Record<string, string>;
}

export interface Recording<T> {
  /** What the program returned, with its Outputs resolved. */
  result: pulumi.Unwrap<T>;
  /** Every resource that was registered, components included, in the order of registration. */
  resources: RecordedResource[];
}

/**
 * Runs a program under Pulumi's mocks to its end and keeps what it registers.
 *
 * Every resource comes up with its inputs as its state. No engine and no cluster take part.
 */
export async function recordResources<T>(
  program: () => T | Promise<T>,
  options: RecordOptions = {},
): Promise<Recording<T>> {
  const resources: RecordedResource[] = [];
  pulumi.runtime.setAllConfig(options.config ?? {});
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => {
        throw new Error(`The program called '${token}': no test expects a call.`);
      },
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs: inputs as Record<string, unknown> });
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
    },
    options.project ?? "project",
    options.stack ?? "dev",
    false,
  );
  const outputs = pulumi.output(await program());
  const result = await new Promise<pulumi.Unwrap<T>>((resolve) => {
    outputs.apply((value) => {
      resolve(value);
    });
  });
  // Children register in the background: all of them must have arrived before anybody counts.
  await pulumi.runtime.disconnect();
  return { result, resources };
}
