import { rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { KEY_FILE_PERIOD_MS } from "../../../agent-runtime/src/auth/key-file.ts";
import type { RefusedError } from "../../../agent-runtime/src/errors.ts";
import { catchIssues } from "../../contract/catch-issues.ts";
import {
  type AuthenticatorUnderTest,
  catchRefusal,
  createAuthenticatorUnderTest,
} from "./authenticators.ts";
import { createFolder } from "./folder.ts";

let folder: string;

beforeEach(async () => {
  folder = await createFolder();
  await writeKeys("ci", "key-of-ci\n");
  await writeKeys("ops", "\n key-of-ops \r\n\nold-key-of-ops");
});

async function writeKeys(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}

function createFor(): AuthenticatorUnderTest {
  return createAuthenticatorUnderTest({
    apiKeys: [
      { name: "ci", file: join(folder, "ci") },
      { name: "ops", file: join(folder, "ops") },
    ],
  });
}

function refuse(authenticator: AuthenticatorUnderTest, key: string): Promise<RefusedError> {
  return catchRefusal(() => authenticator.authenticate({ "x-api-key": key }));
}

describe("a key", () => {
  it.each([
    ["key-of-ci", "apiKey:ci"],
    ["key-of-ops", "apiKey:ops"],
    ["old-key-of-ops", "apiKey:ops"],
  ])("names who has it: %s", async (key, userName) => {
    expect(await createFor().authenticate({ "x-api-key": key })).toEqual({
      isAuthenticated: true,
      userName,
    });
  });

  it.each([
    "",
    "key-of-c",
    "key-of-ci ",
    "KEY-OF-CI",
    "key-of-ci, key-of-ci",
    "key-of-ci\nkey-of-ops",
  ])("is refused when nobody has it: '%s'", async (key) => {
    const { headers, message, reason } = await refuse(createFor(), key);
    expect({ headers, message, reason }).toEqual({
      headers: { "WWW-Authenticate": 'ApiKey realm="a2a", header="X-API-Key"' },
      message: "The key in the header 'X-API-Key' is not one that the agent knows.",
      reason: "UNAUTHENTICATED",
    });
  });

  it("comes in the header that it was given for, and in no other", async () => {
    const authenticator = createAuthenticatorUnderTest({
      apiKeys: [
        { name: "ci", file: join(folder, "ci") },
        { name: "ops", file: join(folder, "ops"), header: "X-Ops-Key" },
        { name: "ops2", file: join(folder, "ops"), header: "x-ops-key" },
      ],
    });
    const { authenticate, credentialHeaders } = authenticator;
    expect(credentialHeaders).toEqual(["x-api-key", "x-ops-key"]);
    expect((await authenticate({ "x-ops-key": "key-of-ops" })).userName).toBe("apiKey:ops");
    expect((await refuse(authenticator, "key-of-ops")).reason).toBe("UNAUTHENTICATED");
    const refusal = await catchRefusal(() => authenticate({}));
    expect(refusal.headers).toEqual({
      "WWW-Authenticate":
        'ApiKey realm="a2a", header="X-API-Key", ApiKey realm="a2a", header="X-Ops-Key"',
    });
  });
});

describe("the file of a key", () => {
  it("is read again: a key comes and goes without a restart", async () => {
    const authenticator = createFor();
    const { authenticate } = authenticator;
    await authenticate({ "x-api-key": "key-of-ci" });

    // As the kubelet does it: another file takes the place of the first.
    await writeKeys("next", "new-key\nkey-of-ci\n");
    await rename(join(folder, "next"), join(folder, "ci"));
    authenticator.advance(KEY_FILE_PERIOD_MS);
    expect((await authenticate({ "x-api-key": "new-key" })).userName).toBe("apiKey:ci");
    expect((await authenticate({ "x-api-key": "key-of-ci" })).userName).toBe("apiKey:ci");

    await writeKeys("ci", "new-key\n");
    authenticator.advance(KEY_FILE_PERIOD_MS);
    expect((await refuse(authenticator, "key-of-ci")).reason).toBe("UNAUTHENTICATED");
  });

  it("lets nobody in when it is emptied", async () => {
    const authenticator = createFor();
    await writeKeys("ci", "");
    authenticator.advance(KEY_FILE_PERIOD_MS);
    expect((await refuse(authenticator, "key-of-ci")).reason).toBe("UNAUTHENTICATED");
    expect((await refuse(authenticator, "")).reason).toBe("UNAUTHENTICATED");
  });

  it("that is gone keeps nobody out but those whose keys were in it", async () => {
    const authenticator = createFor();
    await authenticator.authenticate({ "x-api-key": "key-of-ci" });
    await rm(join(folder, "ci"));
    authenticator.advance(KEY_FILE_PERIOD_MS);
    expect(await refuse(authenticator, "key-of-ci")).toMatchObject({
      reason: "AUTHENTICATION_UNAVAILABLE",
      message: "The agent cannot check keys now. Try again.",
      retryAfterSeconds: 5,
    });
    expect((await authenticator.authenticate({ "x-api-key": "key-of-ops" })).userName).toBe(
      "apiKey:ops",
    );
    authenticator.advance(KEY_FILE_PERIOD_MS);
    await refuse(authenticator, "key-of-ci");
    expect(authenticator.log.messages("error")).toEqual(["The keys of ci could not be read"]);

    await writeKeys("ci", "key-of-ci");
    authenticator.advance(KEY_FILE_PERIOD_MS);
    expect((await authenticator.authenticate({ "x-api-key": "key-of-ci" })).userName).toBe(
      "apiKey:ci",
    );
  });

  it("must be there and have a key when the agent starts", async () => {
    await writeKeys("ci", "\n\n");
    await rm(join(folder, "ops"));
    expect(catchIssues(createFor)).toEqual([
      {
        propertyPath: "auth.apiKeys[0].file",
        reason: `'auth.apiKeys[0].file' (${join(folder, "ci")}) must have a key: it is empty.`,
      },
      {
        propertyPath: "auth.apiKeys[1].file",
        reason: `'auth.apiKeys[1].file' (${join(folder, "ops")}) must be a file that can be read: Error: ENOENT: no such file or directory, open '${join(folder, "ops")}'`,
      },
    ]);
  });
});
