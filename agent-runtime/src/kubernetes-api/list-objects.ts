import { z } from "zod";
import { readAnswer } from "../auth/ask-server.js";
import type { ApiServer } from "./api-server.js";
import { ApiServerError, toApiServerError } from "./api-server-error.js";
import { askApiServer, toApiUrl } from "./ask-api-server.js";
import { type Selection, toQuestion } from "./selection.js";

/** How many objects one answer has at most. */
const PAGE_LENGTH = 500;

/** A page of objects has a megabyte where they are large; one that is longer is no list. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024;

const pageSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  // Some servers write a list of nothing as null.
  items: z.array(z.unknown()).nullish(),
});

type Page = z.output<typeof pageSchema>;

/** The objects at a moment. */
export interface ObjectList {
  items: unknown[];
  /** The moment, for a watch of what happens after it. */
  resourceVersion: string;
}

/**
 * Lists objects, page by page
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
 *
 * @throws ApiServerError; its kind is `410` when the list took so long that it must begin anew.
 */
export async function listObjects(
  server: ApiServer,
  selection: Selection,
  signal: AbortSignal,
): Promise<ObjectList> {
  const items: unknown[] = [];
  let token: string | undefined;
  for (;;) {
    const page = await readPage(server, selection, token, signal);
    items.push(...(page.items ?? []));
    token = page.metadata.continue;
    if (token === undefined || token === "") {
      return { items, resourceVersion: page.metadata.resourceVersion };
    }
  }
}

async function readPage(
  server: ApiServer,
  selection: Selection,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  const query = { limit: String(PAGE_LENGTH), ...(token === undefined ? {} : { continue: token }) };
  const question = toQuestion(selection, query, signal);
  const response = await askApiServer(server, question);
  try {
    return parsePage(await readAnswer(response, MAX_PAGE_BYTES));
  } catch (error) {
    throw toApiServerError(toApiUrl(server, question), error, signal);
  }
}

function parsePage(text: string): Page {
  try {
    return pageSchema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = "it answered with something else than a list.";
    throw new ApiServerError("unknown", reason, { cause, isFromElsewhere: true });
  }
}
