import { POD_DELETION_COST } from "@berth/contract";
import { z } from "zod";
import { askServer, readAnswer } from "../auth/ask-server.js";
import type { DeletionCostSettings } from "./settings.js";

/** Who wrote the annotation, as the API server keeps it. */
const FIELD_MANAGER = "agent-runtime";

const HEADERS = {
  Accept: "application/json",
  // The one kind of patch in which a member that is not named stays as it is, whatever it is.
  "Content-Type": "application/merge-patch+json",
};

/** How an API server says why it refuses. */
const refusalSchema = z.object({ message: z.string() });

/** A write that failed. */
export class WriteError extends Error {
  /** Tells one cause from another, whatever the words: a status of HTTP or the code of an error. */
  readonly kind: string;

  constructor(kind: string, reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = "WriteError";
    this.kind = kind;
  }
}

/**
 * Writes the deletion cost of the own pod, and no other member of it.
 *
 * @throws WriteError that says what was asked and what went wrong.
 */
export async function writeAnnotation(
  { apiServer, podName, podNamespace }: DeletionCostSettings,
  cost: number,
  signal: AbortSignal,
): Promise<void> {
  const url = new URL(
    `${apiServer.url}/api/v1/namespaces/${encodeURIComponent(podNamespace)}/pods/${encodeURIComponent(podName)}`,
  );
  url.searchParams.set("fieldManager", FIELD_MANAGER);
  const metadata = { annotations: { [POD_DELETION_COST]: String(cost) } };
  try {
    const response = await askServer(url, apiServer.trust, {
      method: "PATCH",
      headers: HEADERS,
      body: JSON.stringify({ metadata }),
      signal,
    });
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      throw new WriteError(String(status), `it answered ${status}: ${await readReason(response)}`);
    }
    // The pod as it is now.
    response.destroy();
  } catch (error) {
    throw toWriteError(url, error, signal);
  }
}

async function readReason(response: Parameters<typeof readAnswer>[0]): Promise<string> {
  const text = await readAnswer(response);
  try {
    return refusalSchema.parse(JSON.parse(text)).message;
  } catch {
    return "it did not say why.";
  }
}

function toWriteError(url: URL, cause: unknown, signal: AbortSignal): WriteError {
  if (signal.aborted) {
    return new WriteError("timeout", `${url.href}: it did not answer in time.`, { cause });
  }
  const { code, message } = cause as NodeJS.ErrnoException;
  const kind = cause instanceof WriteError ? cause.kind : (code ?? "unknown");
  return new WriteError(kind, `${url.href}: ${message}`, { cause });
}
