// Makes tasks at a replica, or goes on with them at others.
// Arguments: `make`, a URL; or `use`, the id of an ended task, that of a waiting one, URLs; or `meet`,
// the URL of a replica that is about to start, URLs.
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { SendMessageRequest, type Task } from "@a2a-js/sdk";
import { connectToPod, print, toState, toText } from "./calls.ts";

const PAUSE_MS = 100;

async function say(url: string, text: string, taskId = ""): Promise<Task> {
  const message = { messageId: randomUUID(), role: "ROLE_USER", parts: [{ text }], taskId };
  const client = await connectToPod(url);
  return (await client.sendMessage(SendMessageRequest.fromJSON({ message }))) as Task;
}

async function read(url: string, id: string): Promise<string> {
  const task = await (await connectToPod(url)).getTask({ id, tenant: "" });
  return `${toState(task)} ${toText(task)}`;
}

/** Asks replicas for what they do not know, so that what DNS said lately is on the way to them. */
async function askForNothing(urls: readonly string[]): Promise<void> {
  await Promise.allSettled(urls.map((url) => read(url, randomUUID())));
}

/** Makes a task at a replica as soon as it answers, while others are asked for what nobody knows. */
async function meet(url: string, others: readonly string[]): Promise<string> {
  for (;;) {
    try {
      return (await say(url, "1")).id;
    } catch {
      await askForNothing(others);
      await delay(PAUSE_MS);
    }
  }
}

const [what, ...args] = process.argv.slice(2);
switch (what) {
  case "make": {
    const [url = ""] = args;
    print({ ended: (await say(url, "50")).id, waiting: (await say(url, "ask")).id });
    break;
  }
  case "use": {
    const [ended = "", waiting = "", ...urls] = args;
    const reads = await Promise.all(urls.map((url) => read(url, ended)));
    const answers: string[] = [];
    for (const [index, url] of urls.entries()) {
      const isLast = index === urls.length - 1;
      answers.push(toState(await say(url, isLast ? "50" : "ask", waiting)));
    }
    print({ reads, answers });
    break;
  }
  default: {
    const [url = "", ...others] = args;
    const id = await meet(url, others);
    print({ reads: await Promise.all(others.map((other) => read(other, id))) });
  }
}
