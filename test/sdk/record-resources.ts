import * as pulumi from "@pulumi/pulumi";
import { recordRegistrations, type Registration } from "./record-registrations.ts";

/** A resource as a program asked the engine for it. */
export interface RecordedResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** A stack that the program refers to is no resource of its own. */
const STACK_REFERENCE = "pulumi:pulumi:StackReference";

export interface RecordOptions {
  project?: string;
  stack?: string;
  /** The configuration as the engine hands it over: full keys, objects as JSON. */
  config?: Record<string, string>;
  /** The keys of the configuration that have secrets in them. */
  secretKeys?: string[];
  /** What the Kubernetes provider fills in where a program gave no namespace. */
  providerNamespace?: string;
  /** What every stack tells that the program refers to. */
  stackOutputs?: Record<string, unknown>;
  /** The name that the provider makes up for an object to which a program gave none. */
  generatedName?: string;
}

export interface Recording<T> {
  /** What the program returned, with its Outputs resolved. */
  result: pulumi.Unwrap<T>;
  /** Every resource that was registered, components included, in the order of registration. */
  resources: RecordedResource[];
  /** The same registrations, with what the engine is told besides. */
  registrations: Registration[];
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
  pulumi.runtime.setAllConfig(options.config ?? {}, options.secretKeys);
  await pulumi.runtime.setMocks(
    {
      call: ({ token }) => {
        throw new Error(`The program called '${token}': no test expects a call.`);
      },
      newResource: ({ type, name, inputs }) => {
        if (type === STACK_REFERENCE) {
          return { id: name, state: { name, outputs: options.stackOutputs ?? {} } };
        }
        resources.push({ type, name, inputs: inputs as Record<string, unknown> });
        return {
          id: `${name}-id`,
          state: toState(inputs as Record<string, unknown>, options),
        };
      },
    },
    options.project ?? "project",
    options.stack ?? "dev",
    false,
    "organization",
  );
  const registrations = recordRegistrations();
  const outputs = pulumi.output(await program());
  const result = await new Promise<pulumi.Unwrap<T>>((resolve) => {
    outputs.apply((value) => {
      resolve(value);
    });
  });
  // Children register in the background: all of them must have arrived before anybody counts.
  await pulumi.runtime.disconnect();
  return { result, resources, registrations };
}

function toState(
  inputs: Record<string, unknown>,
  { generatedName, providerNamespace }: RecordOptions,
): Record<string, unknown> {
  const { metadata } = inputs;
  return typeof metadata !== "object"
    ? inputs
    : {
        ...inputs,
        metadata: {
          ...(providerNamespace === undefined ? {} : { namespace: providerNamespace }),
          ...(generatedName === undefined ? {} : { name: generatedName }),
          ...metadata,
        },
      };
}
