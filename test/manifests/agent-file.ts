import { type AgentArgs, type AgentManifest, renderManifests } from "@berth/berth";
import { SettingsError } from "@berth/contract";
import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { parseAllDocuments } from "yaml";

/** A file that does not hold the args of one Agent. Its message is for people. */
class AgentFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AgentFileError";
  }
}

export interface RenderFileOptions {
  /** Names the agent when its args do not. Defaults to the name of the file. */
  name?: string;
  /** The namespace, when the args give none. */
  namespace?: string;
}

/**
 * Renders the objects of the Agent whose args are in a file, as YAML or JSON.
 *
 * @throws AgentFileError with all issues of its args at once.
 */
export async function renderFile(
  file: string,
  { name = basename(file, extname(file)), namespace }: RenderFileOptions = {},
): Promise<AgentManifest[]> {
  const args = parseArgs(file, await readText(file));
  try {
    return renderManifests(name, args as unknown as AgentArgs, { namespace });
  } catch (error) {
    if (!(error instanceof SettingsError)) {
      throw error;
    }
    throw new AgentFileError(
      [
        `The args in '${file}' are not valid:`,
        ...error.issues.map(({ reason }) => `  ${reason}`),
      ].join("\n"),
    );
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = { ENOENT: "it does not exist", EISDIR: "it is a folder" }[code ?? ""] ?? message;
    throw new AgentFileError(`The file '${file}' cannot be read: ${reason}.`);
  }
}

function parseArgs(file: string, text: string): object {
  const documents = parseAllDocuments(text);
  const [document, another] = Array.isArray(documents) ? documents : [];
  // A tag that nobody knows is only warned of, and its value would be taken without it.
  const flaws = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (flaws.length > 0) {
    const lines = flaws.map(({ message }) => message.trim()).join("\n");
    throw new AgentFileError(`The file '${file}' is not valid YAML:\n${lines}`);
  }
  if (another !== undefined) {
    throw new AgentFileError(
      `The file '${file}' must hold the args of one Agent, not several documents. Split it.`,
    );
  }
  const args: unknown = document?.toJS();
  if (typeof args !== "object" || args === null || Array.isArray(args)) {
    throw new AgentFileError(
      `The file '${file}' must be an object with the args of an Agent, such as 'image' and 'card'.`,
    );
  }
  return args;
}
