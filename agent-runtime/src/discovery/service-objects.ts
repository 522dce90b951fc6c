import { z } from "zod";

/** The label of an EndpointSlice that names its Service. */
const SERVICE_NAME_LABEL = "kubernetes.io/service-name";

const serviceSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  spec: z
    .looseObject({ ports: z.array(z.looseObject({ port: z.number() })).nullish() })
    .prefault({}),
});

const sliceSchema = z.looseObject({
  metadata: z.looseObject({
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  endpoints: z
    .array(
      z.looseObject({
        addresses: z.array(z.string()).default([]),
        conditions: z.looseObject({ ready: z.boolean().nullish() }).nullish(),
      }),
    )
    .nullish(),
});

/** What is kept of a Service. */
export interface FoundService {
  name: string;
  namespace: string;
  /** The first one, which speaks A2A. Undefined when there is none. */
  port: number | undefined;
}

/** What is kept of an EndpointSlice. */
export interface FoundSlice {
  /** The Service that it belongs to, as `namespace/name`. */
  service: string;
  /** The addresses that are ready. */
  ready: string[];
}

/**
 * Takes out of a Service what is kept of it.
 *
 * @throws ZodError when it is none.
 */
export function parseService(object: unknown): FoundService {
  const { metadata, spec } = serviceSchema.parse(object);
  return { name: metadata.name, namespace: metadata.namespace, port: spec.ports?.[0]?.port };
}

/**
 * Takes out of an EndpointSlice what is kept of it; undefined for one that belongs to no Service.
 *
 * @throws ZodError when it is none.
 */
export function parseSlice(object: unknown): FoundSlice | undefined {
  const { endpoints, metadata } = sliceSchema.parse(object);
  const name = metadata.labels[SERVICE_NAME_LABEL];
  if (name === undefined) {
    return undefined;
  }
  // Nobody who says nothing is taken for one who says no
  // (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions).
  const ready = (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false);
  return {
    service: `${metadata.namespace}/${name}`,
    ready: ready.flatMap(({ addresses }) => addresses),
  };
}
