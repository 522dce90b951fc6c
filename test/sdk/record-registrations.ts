import * as pulumi from "@pulumi/pulumi";

/** What the engine is told of a resource besides its inputs. */
export interface Registration {
  name: string;
  /** The logical name of the parent. Undefined for the stack. */
  parent: string | undefined;
  /** The logical names of the resources that it waits for, sorted. */
  dependencies: string[];
  deleteBeforeReplace: boolean;
  isProtected: boolean;
  /** The inputs whose changes are passed over, each by its path. */
  ignoreChanges: string[];
  /** The inputs that are secret, each by its path. */
  secrets: string[];
}

/** The part of Pulumi's request that is read here. */
interface RegisterRequest {
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  getDeletebeforereplace(): boolean;
  getProtect(): boolean | undefined;
  getIgnorechangesList(): string[];
  getObject(): { toJavaScript(): unknown };
}

interface MockMonitor {
  registerResource(request: RegisterRequest, callback: unknown): Promise<void>;
}

/** Keeps what the mocks of Pulumi are told and do not pass on. They must be set before. */
export function recordRegistrations(): Registration[] {
  const registrations: Registration[] = [];
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, callback) => {
    registrations.push({
      name: request.getName(),
      parent: request.getParent() === "" ? undefined : toLogicalName(request.getParent()),
      dependencies: request.getDependenciesList().map(toLogicalName).sort(),
      deleteBeforeReplace: request.getDeletebeforereplace(),
      isProtected: request.getProtect() === true,
      ignoreChanges: request.getIgnorechangesList(),
      secrets: [...findSecrets(request.getObject().toJavaScript(), "")],
    });
    await register(request, callback);
  };
  return registrations;
}

function toLogicalName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function* findSecrets(value: unknown, path: string): Generator<string> {
  if (typeof value !== "object" || value === null) {
    return;
  }
  const { specialSigKey, specialSecretSig } = pulumi.runtime;
  if ((value as Record<string, unknown>)[specialSigKey] === specialSecretSig) {
    yield path;
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const isItem = Array.isArray(value);
    yield* findSecrets(member, isItem ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`);
  }
}
