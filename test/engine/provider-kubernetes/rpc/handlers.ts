import type empty from "google-protobuf/google/protobuf/empty_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { check } from "./check.ts";
import { checkConfig, configure, diffConfig } from "./configure.ts";
import type { ProviderContext } from "./context.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { diff } from "./diff.ts";
import { refusalOf } from "./left-out.ts";
import { read } from "./read.ts";
import { buildSchemaText, providerVersion } from "./schema.ts";
import { update } from "./update.ts";

type Unary<Request, Response> = (request: Request) => Promise<Response> | Response;

/** The calls that need the Kubernetes client, whose loading is most of the provider's start. */
export interface Handlers {
  getSchema: Unary<provider.GetSchemaRequest, provider.GetSchemaResponse>;
  checkConfig: Unary<provider.CheckRequest, provider.CheckResponse>;
  diffConfig: Unary<provider.DiffRequest, provider.DiffResponse>;
  configure: Unary<provider.ConfigureRequest, provider.ConfigureResponse>;
  check: Unary<provider.CheckRequest, provider.CheckResponse>;
  diff: Unary<provider.DiffRequest, provider.DiffResponse>;
  create: Unary<provider.CreateRequest, provider.CreateResponse>;
  update: Unary<provider.UpdateRequest, provider.UpdateResponse>;
  read: Unary<provider.ReadRequest, provider.ReadResponse>;
  delete: Unary<provider.DeleteRequest, empty.Empty>;
  /** Functions and components: all that the package has are left out, so both always throw. */
  invoke: Unary<provider.InvokeRequest, never>;
  construct: Unary<provider.ConstructRequest, never>;
}

export function createHandlers(context: ProviderContext): Handlers {
  return {
    getSchema() {
      const response = new provider.GetSchemaResponse();
      response.setSchema(buildSchemaText(providerVersion()));
      return response;
    },
    checkConfig,
    diffConfig,
    configure: (request) => configure(context, request),
    check: (request) => check(context, request),
    diff: (request) => diff(context, request),
    create: (request) => create(context, request),
    update: (request) => update(context, request),
    read: (request) => read(context, request),
    delete: (request) => remove(context, request),
    invoke: (request) => refuse(request.getTok()),
    construct: (request) => refuse(request.getType()),
  };
}

function refuse(token: string): never {
  throw refusalOf(token) ?? new Error(`${token}: the package has no such function or component`);
}
