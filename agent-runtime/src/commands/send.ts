import { Command } from "commander";
import type { TaskPart } from "../agent-task.js";
import type { PeerClient, PeerEvent, PeerMessage } from "../peers/peer.js";
import { createPeerClient } from "../peers/peer-client.js";
import { PeerError } from "../peers/peer-error.js";
import { hostProcess } from "../server.js";
import { type AnswerOutput, createAnswerPrinter } from "./answer-printer.js";
import { readFilePart } from "./file-part.js";
import { parseAgentUrl, parseHeader } from "./parse-options.js";

interface SendOptions {
  file?: string[];
  followCard?: boolean;
  header?: Record<string, string>;
  task?: string;
}

const EXAMPLES = `
What the agent makes goes to the standard output, how it goes to the standard error. It ends with 0
only when the task completed.

Examples:
  $ agent-runtime send http://localhost:8000 "What do these sales tell?" --file sales.csv
  $ agent-runtime send http://localhost:8000 "The ones of May." --task 1d64ad8f-9e5c-4b43-b8f2-0b0a4f4b6b6d
  $ agent-runtime send http://localhost:8000 "Hello" --header "Authorization: Bearer $TOKEN"
  $ kubectl port-forward service/research 8000 &
  $ agent-runtime send http://localhost:8000 "Sum up https://a2a-protocol.org" > summary.md
`;

/** Makes the command that sends a message to an agent and prints what it answers. */
export function createSendCommand(output: AnswerOutput): Command {
  const command = new Command("send")
    .description("Send a message to an agent, print the answer as it comes, cancel it by Ctrl-C.")
    .argument("<url>", "the address of the agent", parseAgentUrl)
    .argument("[text]", "what to say")
    .option(
      "--file <path>",
      "a file to send along, once for each; its extension tells what it is",
      (path: string, before: string[] | undefined) => [...(before ?? []), path],
    )
    .option("--task <id>", "the task that asked for this message")
    .option(
      "--header <header>",
      'a header of each request, once for each: "X-API-Key: ..."',
      parseHeader,
    )
    .option("--follow-card", "send it to the host on the card, also when that is another one")
    .addHelpText("after", EXAMPLES)
    .action(async (url: string, text: string | undefined, options: SendOptions) => {
      const { file = [], followCard = false, header: headers = {}, task } = options;
      const parts: TaskPart[] = [
        ...(text === undefined ? [] : [{ text }]),
        ...file.map((path) => readFilePart(path)),
      ];
      if (parts.length === 0) {
        command.error("error: give a text, a --file, or both");
      }
      const abort = new AbortController();
      const unwatch = hostProcess.onSignal(() => {
        abort.abort();
      });
      try {
        const client = createPeerClient(
          { name: new URL(url).host, url },
          { headers, isUrlKept: !followCard },
        );
        hostProcess.setExitCode(await send(client, { parts, taskId: task }, abort.signal, output));
      } finally {
        unwatch();
      }
    });
  return command;
}

async function send(
  client: PeerClient,
  message: PeerMessage,
  signal: AbortSignal,
  output: AnswerOutput,
): Promise<0 | 1> {
  const print = createAnswerPrinter(output);
  let last: PeerEvent | undefined;
  try {
    for await (const event of client.stream(message, { signal })) {
      print(event);
      last = event;
    }
  } catch (error) {
    if (signal.aborted) {
      output.note("cancelled");
    } else if (error instanceof PeerError) {
      output.note(error.message);
      output.note(`Look at it with: agent-runtime doctor ${client.url}`);
      return 1;
    } else {
      throw error;
    }
  }
  if (last?.type === "status" && last.state === "INPUT_REQUIRED") {
    output.note(`Answer it with: agent-runtime send ${client.url} TEXT --task ${last.taskId}`);
  }
  return last?.type === "message" || (last?.type === "status" && last.state === "COMPLETED")
    ? 0
    : 1;
}
