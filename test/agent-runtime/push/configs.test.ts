import {
  RequestMalformedError,
  TaskNotFoundError,
  UnsupportedOperationError,
} from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { RefusedError } from "../../../agent-runtime/src/errors.ts";
import {
  createChangingTask,
  createPushUnderTest,
  SCOPE,
  toConfig,
  toNews,
} from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

const URL_OF_NOBODY = "http://127.0.0.1:1/";

describe("creating (3.1.7)", () => {
  it("makes up an id and fills in the task", async () => {
    const push = createPushUnderTest();
    const { task } = createChangingTask(push);
    const given = toConfig(URL_OF_NOBODY, { token: "t", tenant: "acme" });

    const created = await push.create(SCOPE, task, given, "1.0");

    expect(created).toEqual({ ...given, id: created.id, taskId: task.id });
    expect(created.id).toMatch(/^[\da-f-]{36}$/);
    expect(push.get(SCOPE, task.id, created.id)).toEqual(created);
  });

  it("keeps the id that is given, and a copy that nobody else changes", async () => {
    const push = createPushUnderTest();
    const { task } = createChangingTask(push);
    const authentication = { scheme: "Bearer", credentials: "abc" };
    const given = toConfig(URL_OF_NOBODY, { id: "mine", authentication });
    const expected = structuredClone({ ...given, taskId: task.id });

    const created = await push.create(SCOPE, task, given, "1.0");
    authentication.scheme = "Basic";
    Object.assign(created.authentication ?? {}, { scheme: "Digest" });
    Object.assign(push.get(SCOPE, task.id, "mine"), { url: "" });
    Object.assign(push.list(SCOPE, task.id)[0] ?? {}, { url: "" });

    expect(push.list(SCOPE, task.id)).toEqual([expected]);
  });

  it("takes the place of a config with the same id, also for what waits", async () => {
    const push = createPushUnderTest();
    const held = Promise.withResolvers<undefined>();
    const old = await serveWebhook((response) => {
      void held.promise.then(() => response.end());
    });
    const webhook = await serveWebhook();
    const changing = createChangingTask(push);
    changing.notify(toConfig(old.origin, { id: "mine" }));
    changing.enter("WORKING");
    changing.enter("COMPLETED");
    await old.until(1);

    const config = toConfig(webhook.origin, { id: "mine" });
    await push.create(SCOPE, changing.task, config, "1.0");
    held.resolve(undefined);
    await push.until(2);

    expect(push.list(SCOPE, changing.task.id)).toEqual([{ ...config, taskId: changing.task.id }]);
    expect(old.received.map(({ body }) => toNews(body))).toEqual(["TASK_STATE_WORKING"]);
    expect(webhook.received.map(({ body }) => toNews(body))).toEqual(["TASK_STATE_COMPLETED"]);
  });

  it("leaves the config that is there when the one for its place is refused", async () => {
    const push = createPushUnderTest({
      resolveHost: () => Promise.resolve([{ address: "10.0.0.1", family: 4 }]),
    });
    const changing = createChangingTask(push);
    const config = changing.notify(toConfig(URL_OF_NOBODY, { id: "mine" }));

    const refused = toConfig("http://a.example", { id: "mine" });
    await expect(push.create(SCOPE, changing.task, refused, "1.0")).rejects.toBeInstanceOf(
      RequestMalformedError,
    );

    expect(push.list(SCOPE, changing.task.id)).toEqual([config]);
  });

  it("sends the events that come while the host is looked up, once it is found fine", async () => {
    const webhook = await serveWebhook();
    const found = Promise.withResolvers<undefined>();
    const push = createPushUnderTest({
      resolveHost: async () => {
        await found.promise;
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    const changing = createChangingTask(push);

    const url = `http://hooks.example:${webhook.port}`;
    const created = push.create(SCOPE, changing.task, toConfig(url), "1.0");
    changing.enter("WORKING");
    changing.enter("COMPLETED");
    expect([push.pendingCount, push.clock.pendingTimers]).toEqual([2, 1]);
    found.resolve(undefined);
    await created;
    await push.until(2);

    expect(webhook.received.map(({ body }) => toNews(body))).toEqual([
      "TASK_STATE_WORKING",
      "TASK_STATE_COMPLETED",
    ]);
  });

  it("sends nothing of what came while the host was looked up, when it is refused", async () => {
    const push = createPushUnderTest({
      resolveHost: () => Promise.resolve([{ address: "10.0.0.1", family: 4 }]),
    });
    const changing = createChangingTask(push);

    const created = push.create(SCOPE, changing.task, toConfig("http://a.example"), "1.0");
    changing.enter("COMPLETED");

    await expect(created).rejects.toBeInstanceOf(RequestMalformedError);
    expect(push.outcomes).toEqual(["dropped"]);
    expect(push.list(SCOPE, changing.task.id)).toEqual([]);
  });

  it("leaves a config that took the place of the one that is refused", async () => {
    const found = Promise.withResolvers<undefined>();
    const push = createPushUnderTest({
      resolveHost: async () => {
        await found.promise;
        return [{ address: "10.0.0.1", family: 4 }];
      },
    });
    const changing = createChangingTask(push);
    const slow = toConfig("http://a.example", { id: "mine" });

    const created = push.create(SCOPE, changing.task, slow, "1.0");
    const other = changing.notify(toConfig(URL_OF_NOBODY, { id: "mine" }));
    found.resolve(undefined);

    await expect(created).rejects.toBeInstanceOf(RequestMalformedError);
    expect(push.list(SCOPE, changing.task.id)).toEqual([other]);
  });

  it("checks what can be checked without a wait also when a config is only kept", () => {
    const push = createPushUnderTest();
    const { task, notify } = createChangingTask(push);
    expect(() => notify(toConfig("http://10.0.0.1/"))).toThrow(RequestMalformedError);
    expect(() => notify(toConfig(URL_OF_NOBODY, { token: "\n" }))).toThrow(RequestMalformedError);
    expect(push.list(SCOPE, task.id)).toEqual([]);
  });

  it("can be checked before there is a task", async () => {
    const push = createPushUnderTest();
    await push.check(toConfig(URL_OF_NOBODY));
    await expect(push.check(toConfig("http://10.0.0.1/"))).rejects.toThrow("'url'");
    await expect(push.check(toConfig(""))).rejects.toThrow("'url' must be given.");
  });

  it("names every text that is wrong at once, and repeats no secret (13.2)", async () => {
    const push = createPushUnderTest();
    const secret = "secret\r\nX-Injected: 1";
    await expect(
      push.check(
        toConfig("", {
          id: "i".repeat(129),
          token: secret,
          authentication: { scheme: "Bearer\n", credentials: secret },
        }),
      ),
    ).rejects.toThrow(
      new RequestMalformedError(
        "'id' (129 characters) must have at most 128 characters. " +
          "'url' must be given. " +
          "'authentication.scheme' must be the name of an HTTP scheme, such as 'Bearer'. " +
          "'token' must be the value of an HTTP header: in one line. " +
          "'authentication.credentials' must be the value of an HTTP header: in one line.",
      ),
    );
  });

  it("refuses credentials without a scheme, which could not be sent", async () => {
    const push = createPushUnderTest();
    const authentication = { scheme: "", credentials: "abc" };
    await expect(push.check(toConfig(URL_OF_NOBODY, { authentication }))).rejects.toThrow(
      new RequestMalformedError(
        "'authentication.scheme' must be given with 'authentication.credentials'.",
      ),
    );
  });

  it("refuses texts that are too long to be kept", async () => {
    const push = createPushUnderTest();
    const config = toConfig(`http://127.0.0.1/${"p".repeat(2_048)}`, {
      token: "t".repeat(2_049),
      authentication: { scheme: "s".repeat(65), credentials: "c".repeat(8_193) },
    });
    await expect(push.check(config)).rejects.toThrow(
      new RequestMalformedError(
        "'url' (2065 characters) must have at most 2048 characters. " +
          "'token' (2049 characters) must have at most 2048 characters. " +
          "'authentication.scheme' (65 characters) must have at most 64 characters. " +
          "'authentication.credentials' (8193 characters) must have at most 8192 characters.",
      ),
    );
  });

  it("keeps a config once that comes with every message of a task, and each of others", () => {
    const push = createPushUnderTest();
    const changing = createChangingTask(push);
    const config = toConfig(URL_OF_NOBODY, { token: "a" });
    const first = changing.notify(config);
    const again = changing.notify(config);
    changing.notify({ ...config, token: "b" });
    changing.notify({ ...config, id: "mine" });

    expect(again).toEqual(first);
    expect(push.list(SCOPE, changing.task.id).map(({ id, token }) => [id, token])).toEqual([
      [first.id, "a"],
      [expect.any(String), "b"],
      ["mine", "a"],
    ]);
  });

  it("tells before there is a task, or before it goes on, that there is no room", async () => {
    const push = createPushUnderTest({ maxConfigs: 10 });
    const { task, notify } = createChangingTask(push);
    for (let count = 0; count < 10; count += 1) {
      notify(toConfig(URL_OF_NOBODY, { id: `${count}` }));
    }
    const config = toConfig(URL_OF_NOBODY, { token: "new" });
    const known = { scope: SCOPE, taskId: task.id };

    await expect(push.check(config)).rejects.toBeInstanceOf(RefusedError);
    await expect(push.check(config, known)).rejects.toBeInstanceOf(UnsupportedOperationError);
    await push.check({ ...config, id: "3" }, known);
    push.delete(SCOPE, task.id, "9");
    notify(config);
    await push.check(config, known);
  });

  it("refuses the eleventh config of a task, not one that takes the place of another", async () => {
    const push = createPushUnderTest();
    const { task } = createChangingTask(push);
    for (let count = 0; count < 10; count += 1) {
      await push.create(SCOPE, task, toConfig(URL_OF_NOBODY, { id: `${count}` }), "1.0");
    }

    await expect(push.create(SCOPE, task, toConfig(URL_OF_NOBODY), "1.0")).rejects.toThrow(
      new UnsupportedOperationError(
        `Task ${task.id} has 10 push notification configs, which is the most. Delete one.`,
      ),
    );
    await push.create(SCOPE, task, toConfig(URL_OF_NOBODY, { id: "3", token: "new" }), "1.0");

    expect(push.list(SCOPE, task.id).map(({ id, token }) => id + token)).toEqual([
      "0",
      "1",
      "2",
      "3new",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
    ]);
  });
});

it("finds a config only in its task and its scope (3.1.8, 13.1)", () => {
  const push = createPushUnderTest();
  const changing = createChangingTask(push);
  const { id } = changing.notify(toConfig(URL_OF_NOBODY));
  const { task } = changing;

  expect(() => push.get("bob", task.id, id)).toThrow(TaskNotFoundError);
  expect(() => push.get(SCOPE, "other", id)).toThrow(TaskNotFoundError);
  expect(() => push.get(SCOPE, task.id, "other")).toThrow(
    new TaskNotFoundError(`Task ${task.id} has no push notification config other.`),
  );
  expect(push.list("bob", task.id)).toEqual([]);
  push.delete("bob", task.id, id);
  expect(push.list(SCOPE, task.id)).toHaveLength(1);
});

it("sends nothing after a config was deleted, hangs up, and may be asked to again (3.1.10)", async () => {
  const push = createPushUnderTest();
  const webhook = await serveWebhook(() => undefined);
  const changing = createChangingTask(push);
  const { id } = changing.notify(toConfig(webhook.origin));
  changing.enter("WORKING");
  changing.enter("INPUT_REQUIRED");
  await webhook.until(1);

  push.delete(SCOPE, changing.task.id, id);
  // What waits, at once.
  expect(push.outcomes).toEqual(["dropped"]);
  push.delete(SCOPE, changing.task.id, id);
  changing.enter("COMPLETED");
  await push.until(2);

  expect(push.outcomes).toEqual(["dropped", "dropped"]);
  expect([webhook.received.length, push.pendingCount, push.clock.pendingTimers]).toEqual([1, 0, 0]);
  expect(push.list(SCOPE, changing.task.id)).toEqual([]);
});
