// Calls the agent of a framework and tells what it answers. Arguments: what to do, the version of A2A, the
// URL; then for `send` and `stream` the texts, each sent at once; for `cancel` a text that takes some
// seconds; for `detach` such a text and the URLs of the pods.
import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@a2a-js/sdk/client";
import { A2AError } from "@a2a-js/sdk/errors";
import type { Task } from "@a2a-js/sdk";
import { connectToPod, print, toReason, toState } from "./calls.ts";
import { connectAs, readAnswer, readCard, toAnswer, toWords } from "./framework-client.ts";

const POLL_MS = 500;
/** Longer than any text takes. */
const PATIENCE_MS = 90_000;

const [what = "", version = "", url = "", ...args] = process.argv.slice(2);

async function send(client: Client, text: string, returnImmediately = false): Promise<Task> {
  const answer = await client.sendMessage(toWords(text, returnImmediately));
  if (!("status" in answer)) {
    throw new Error("The agent answers with a message.");
  }
  return answer;
}

const read = async (client: Client, id: string): Promise<Task> =>
  await client.getTask({ id, tenant: "" });

/** Asks for a task until it has ended, each time anew. */
async function waitForEnd(client: Client, id: string): Promise<Task> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const task = await read(client, id);
    if (!["SUBMITTED", "WORKING"].includes(toState(task)) || Date.now() > endMs) {
      return task;
    }
    await delay(POLL_MS);
  }
}

async function cancel(client: Client, text: string): Promise<object> {
  const { id } = await send(client, text, true);
  try {
    const cancelled = await client.cancelTask({ id, tenant: "", metadata: undefined });
    return { cancelled: toState(cancelled), read: toState(await read(client, id)) };
  } catch (error) {
    const reason = error instanceof A2AError ? error.reason : "";
    const refused = { reason, message: toReason(error) };
    return {
      refused,
      read: toState(await read(client, id)),
      end: toState(await waitForEnd(client, id)),
    };
  }
}

async function detach(client: Client, text: string, pods: readonly string[]): Promise<object> {
  const begun = await send(client, text, true);
  const known = await Promise.all(
    pods.map(async (pod) => (await read(await connectToPod(pod), begun.id)).id === begun.id),
  );
  return { begun: toState(begun), known, ...toAnswer(await waitForEnd(client, begun.id)) };
}

switch (what) {
  case "card":
    print(await readCard(url, version));
    break;
  case "send": {
    const client = await connectAs(version, url);
    const tell = async (sent: string): Promise<void> => {
      print({ sent, ...toAnswer(await send(client, sent)) });
    };
    await Promise.all(args.map(tell));
    break;
  }
  case "stream": {
    const client = await connectAs(version, url);
    const tell = async (sent: string): Promise<void> => {
      print({ sent, ...(await readAnswer(client.sendMessageStream(toWords(sent)))) });
    };
    await Promise.all(args.map(tell));
    break;
  }
  case "cancel":
    print(await cancel(await connectAs(version, url), args[0] ?? ""));
    break;
  case "detach":
    print(await detach(await connectAs(version, url), args[0] ?? "", args.slice(1)));
    break;
  default:
    throw new Error(`'${what}' is nothing that this program does.`);
}
