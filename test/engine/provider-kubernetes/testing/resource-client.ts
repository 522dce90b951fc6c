import type empty from "google-protobuf/google/protobuf/empty_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { callUnary } from "../../call-unary.ts";
import { type JsonObject, type Path, stringAt } from "../values/json.ts";
import { openProperties, sealProperties } from "../values/properties.ts";
import { parseInitFailure } from "./init-failure.ts";
import type { ProviderProcess } from "./provider-process.ts";

/** What the engine keeps of a resource. */
export interface StoredResource {
  id: string;
  inputs: JsonObject;
  /** Places of secrets in the inputs. */
  secretPaths: Path[];
  state: JsonObject;
  /** The state as it was on the wire, secrets marked. */
  wire: string;
}

/** A resource that exists and is not ready. */
export class InitFailure extends Error {
  readonly reasons: string[];
  readonly stored: StoredResource;

  constructor(reasons: string[], stored: StoredResource) {
    super(reasons.join("; "));
    this.reasons = reasons;
    this.stored = stored;
  }
}

/** Makes the calls of the engine for one resource after the other. */
export interface ResourceClient {
  check(inputs: JsonObject, secretPaths?: Path[], stored?: StoredResource): Promise<JsonObject>;
  preview(inputs: JsonObject): Promise<JsonObject>;
  /** @throws InitFailure */
  create(inputs: JsonObject, secretPaths?: Path[]): Promise<StoredResource>;
  diff(stored: StoredResource, inputs: JsonObject): Promise<provider.DiffResponse>;
  /** @throws InitFailure */
  update(stored: StoredResource, inputs: JsonObject, ignored?: string[]): Promise<StoredResource>;
  /** The refreshed resource; undefined when it is gone. */
  refresh(stored: StoredResource): Promise<StoredResource | undefined>;
  delete(stored: StoredResource, timeoutSeconds?: number): Promise<void>;
}

function typeOf(inputs: JsonObject): string {
  const apiVersion = stringAt(inputs, "apiVersion");
  const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return `kubernetes:${version}:${stringAt(inputs, "kind")}`;
}

export function createResourceClient({ client }: ProviderProcess): ResourceClient {
  async function orInitFailure<Response>(
    work: Promise<Response>,
    secretPaths: Path[],
  ): Promise<Response> {
    try {
      return await work;
    } catch (error) {
      const failure = parseInitFailure(error);
      if (failure === undefined) {
        throw error;
      }
      throw new InitFailure(failure.getReasonsList(), {
        id: failure.getId(),
        inputs: openProperties(failure.getInputs()).value,
        secretPaths,
        state: openProperties(failure.getProperties()).value,
        wire: JSON.stringify(failure.toObject()),
      });
    }
  }

  async function check(
    inputs: JsonObject,
    secretPaths: Path[] = [],
    stored?: StoredResource,
  ): Promise<provider.CheckResponse> {
    const request = new provider.CheckRequest();
    request.setName("it");
    request.setType(typeOf(inputs));
    request.setNews(sealProperties(inputs, secretPaths));
    if (stored !== undefined) {
      request.setOlds(sealProperties(stored.inputs, stored.secretPaths));
    }
    const response = await callUnary<provider.CheckResponse>((done) => client.check(request, done));
    const [failure] = response.getFailuresList();
    if (failure !== undefined) {
      throw new Error(`${failure.getProperty()}: ${failure.getReason()}`);
    }
    return response;
  }

  return {
    async check(inputs, secretPaths, stored) {
      return openProperties((await check(inputs, secretPaths, stored)).getInputs()).value;
    },
    async preview(inputs) {
      const request = new provider.CreateRequest();
      request.setProperties((await check(inputs)).getInputs());
      request.setPreview(true);
      const response = await callUnary<provider.CreateResponse>((done) =>
        client.create(request, done),
      );
      return openProperties(response.getProperties()).value;
    },
    async create(inputs, marked = []) {
      const checked = (await check(inputs, marked)).getInputs();
      const { value, secretPaths } = openProperties(checked);
      const request = new provider.CreateRequest();
      request.setProperties(checked);
      const response = await orInitFailure(
        callUnary<provider.CreateResponse>((done) => client.create(request, done)),
        secretPaths,
      );
      return {
        id: response.getId(),
        inputs: value,
        secretPaths,
        state: openProperties(response.getProperties()).value,
        wire: JSON.stringify(response.toObject()),
      };
    },
    async diff(stored, inputs) {
      const request = new provider.DiffRequest();
      request.setId(stored.id);
      request.setOlds(sealProperties(stored.state, []));
      request.setOldInputs(sealProperties(stored.inputs, stored.secretPaths));
      request.setNews((await check(inputs, [], stored)).getInputs());
      return callUnary((done) => client.diff(request, done));
    },
    async update(stored, inputs, ignored = []) {
      const checked = (await check(inputs, [], stored)).getInputs();
      const { value, secretPaths } = openProperties(checked);
      const request = new provider.UpdateRequest();
      request.setId(stored.id);
      request.setOlds(sealProperties(stored.state, []));
      request.setNews(checked);
      request.setIgnorechangesList(ignored);
      const response = await orInitFailure(
        callUnary<provider.UpdateResponse>((done) => client.update(request, done)),
        secretPaths,
      );
      const state = openProperties(response.getProperties()).value;
      const wire = JSON.stringify(response.toObject());
      return { id: stored.id, inputs: value, secretPaths, state, wire };
    },
    async refresh(stored) {
      const request = new provider.ReadRequest();
      request.setId(stored.id);
      request.setType(typeOf(stored.inputs));
      request.setInputs(sealProperties(stored.inputs, stored.secretPaths));
      request.setProperties(sealProperties(stored.state, []));
      const response = await callUnary<provider.ReadResponse>((done) => client.read(request, done));
      if (response.getId() === "") {
        return undefined;
      }
      return {
        ...stored,
        inputs: openProperties(response.getInputs()).value,
        state: openProperties(response.getProperties()).value,
        wire: JSON.stringify(response.toObject()),
      };
    },
    async delete(stored, timeoutSeconds = 0) {
      const request = new provider.DeleteRequest();
      request.setId(stored.id);
      request.setType(typeOf(stored.inputs));
      request.setProperties(sealProperties(stored.state, []));
      request.setTimeout(timeoutSeconds);
      await callUnary<empty.Empty>((done) => client.delete(request, done));
    },
  };
}
