import {
  CancelTaskRequest,
  GetTaskRequest,
  ListTasksRequest,
  SendMessageRequest,
  SubscribeToTaskRequest,
} from "@a2a-js/sdk";
import { type A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import { toMountedCard } from "@berth/contract";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createRequestHandler } from "../../../agent-runtime/src/protocol/request-handler.ts";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { createAgentUnderTest, readAll, toParams } from "../agent-under-test.ts";
import { createCardDocument } from "../card-document.ts";
import { type AuthenticatorUnderTest, createAuthenticatorUnderTest } from "./authenticators.ts";
import { createFolder } from "./folder.ts";
import { startKeyServer } from "./key-server.ts";
import { AUDIENCE, createSigner } from "./tokens.ts";

const ISSUERS = ["https://a.example.com", "https://b.example.com"] as const;

let authenticator: AuthenticatorUnderTest;
let handler: A2ARequestHandler;
/** The task that Ann of the first issuer has begun. */
let id: string;
let signAs: (issuer: 0 | 1, sub: string) => Promise<ServerCallContext>;
let ann: ServerCallContext;

beforeEach(async () => {
  const server = await startKeyServer();
  const signers = await Promise.all(ISSUERS.map((issuer) => createSigner(issuer)));
  server.documents["/keys"] = { keys: [signers[0]?.jwk] };
  server.documents["/other"] = { keys: [signers[1]?.jwk] };
  const keyFile = join(await createFolder(), "ann");
  await writeFile(keyFile, "key-of-ann");
  authenticator = createAuthenticatorUnderTest({
    require: "extendedCard",
    jwt: [
      { issuer: ISSUERS[0], audience: AUDIENCE, jwksUrl: `${server.url}/keys` },
      { issuer: ISSUERS[1], audience: AUDIENCE, jwksUrl: `${server.url}/other` },
    ],
    apiKeys: [{ name: "ann", file: keyFile }],
  });
  signAs = async (issuer, sub) => {
    const token = (await signers[issuer]?.sign({ sub, jti: String(Math.random()) })) ?? "";
    return toContext({ authorization: `Bearer ${token}` });
  };

  const { registry } = createAgentUnderTest((task) => {
    task.askForInput("Which table?");
  });
  const card = toMountedCard(smallestCard);
  handler = createRequestHandler({ card, document: createCardDocument(card), registry });
  ann = await signAs(0, "ann");
  const answer = await handler.sendMessage(SendMessageRequest.fromJSON(toParams("go")), ann);
  id = "id" in answer ? answer.id : "";
});

async function toContext(headers: Record<string, string>): Promise<ServerCallContext> {
  const user = await authenticator.authenticate(headers);
  return new ServerCallContext({ user, requestedVersion: "1.0" });
}

async function list(context: ServerCallContext): Promise<string[]> {
  const { tasks } = await handler.listTasks(ListTasksRequest.fromJSON({}), context);
  return tasks.map((task) => task.id);
}

describe("the tasks of a caller", () => {
  it("are there for it, with another token too", async () => {
    for (const context of [ann, await signAs(0, "ann")]) {
      const task = await handler.getTask(GetTaskRequest.fromJSON({ id }), context);
      expect(task.id).toBe(id);
      expect(await list(context)).toEqual([id]);
    }
  });

  it.each<[string, () => Promise<ServerCallContext>]>([
    ["another user of the same issuer", () => signAs(0, "bob")],
    ["a user of the same name at another issuer", () => signAs(1, "ann")],
    ["a caller of the same name with a key", () => toContext({ "x-api-key": "key-of-ann" })],
    ["a caller who is not known", () => toContext({})],
  ])("are not there for %s", async (_, toOther) => {
    const other = await toOther();
    const notFound = { reason: "TASK_NOT_FOUND" };
    const followUp = SendMessageRequest.fromJSON(toParams("sales", { taskId: id }));
    const subscribe = SubscribeToTaskRequest.fromJSON({ id });

    expect(await list(other)).toEqual([]);
    await expect(handler.getTask(GetTaskRequest.fromJSON({ id }), other)).rejects.toMatchObject(
      notFound,
    );
    await expect(
      handler.cancelTask(CancelTaskRequest.fromJSON({ id }), other),
    ).rejects.toMatchObject(notFound);
    await expect(handler.sendMessage(followUp, other)).rejects.toMatchObject(notFound);
    await expect(readAll(handler.sendMessageStream(followUp, other))).rejects.toMatchObject(
      notFound,
    );
    await expect(readAll(handler.resubscribe(subscribe, other))).rejects.toMatchObject(notFound);
    expect(await list(ann)).toEqual([id]);
  });
});
