// Makes tasks at a replica, or goes on with them at others.
// Arguments: `make`, a URL; or `use`, the id of an ended task, that of a waiting one, URLs.
import { randomUUID } from "node:crypto";
import { SendMessageRequest, type Task } from "@a2a-js/sdk";
import { connectToPod, print, toState, toText } from "./calls.ts";

async function say(url: string, text: string, taskId = ""): Promise<Task> {
  const message = { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }], taskId };
  const client = await connectToPod(url);
  return (await client.sendMessage(SendMessageRequest.fromJSON({ message }))) as Task;
}

async function read(url: string, id: string): Promise<string> {
  const task = await (await connectToPod(url)).getTask({ id, tenant: "" });
  return `${toState(task)} ${toText(task)}`;
}

const [what, ...args] = process.argv.slice(2);
if (what === "make") {
  const [url = ""] = args;
  print({ ended: (await say(url, "50")).id, waiting: (await say(url, "ask")).id });
} else {
  const [ended = "", waiting = "", ...urls] = args;
  const reads = await Promise.all(urls.map((url) => read(url, ended)));
  const answers: string[] = [];
  for (const [index, url] of urls.entries()) {
    const isLast = index === urls.length - 1;
    answers.push(toState(await say(url, isLast ? "50" : "ask", waiting)));
  }
  print({ reads, answers });
}
