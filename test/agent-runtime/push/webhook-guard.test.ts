import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { RequestMalformedError } from "@a2a-js/sdk/errors";
import { describe, expect, it } from "vitest";
import { parseWebhookAllowlist } from "../../../agent-runtime/src/push/webhook-allowlist.ts";
import { createWebhookGuard } from "../../../agent-runtime/src/push/webhook-guard.ts";
import { createManualClock } from "../manual-clock.ts";
import {
  createChangingTask,
  createPushUnderTest,
  type PushUnderTest,
  SCOPE,
  toConfig,
} from "./push-under-test.ts";
import { serveWebhook } from "./webhook-receiver.ts";

/** Answers with addresses, one list for each time it is asked. The last one stays. */
function createResolver(...lists: string[][]): (host: string) => Promise<LookupAddress[]> {
  const left = [...lists];
  return () => {
    const list = (left.length > 1 ? left.shift() : left[0]) ?? [];
    return Promise.resolve(list.map((address) => ({ address, family: isIP(address) })));
  };
}

const FORBIDDEN =
  "must lead to the public internet, not to a private, local or reserved address. " +
  "Use another webhook, or have this one allowed by whoever runs the agent (A2A_WEBHOOK_ALLOWLIST).";

async function create(push: PushUnderTest, url: string): Promise<string> {
  const { task } = createChangingTask(push);
  try {
    await push.create(SCOPE, task, toConfig(url), "1.0");
    expect(push.clock.pendingTimers).toBe(0);
    return "created";
  } catch (error) {
    expect(error).toBeInstanceOf(RequestMalformedError);
    expect(push.list(SCOPE, task.id)).toEqual([]);
    return (error as Error).message;
  }
}

describe("an address that is not of the public internet", () => {
  it.each([
    ["0.0.0.0", "http://0.0.0.0"],
    ["10.1.2.3", "http://10.1.2.3"],
    ["100.64.0.1", "http://100.64.0.1"],
    ["100.127.255.255", "http://100.127.255.255"],
    ["127.0.0.1", "http://127.0.0.1"],
    ["127.1", "http://127.0.0.1"],
    ["2130706433", "http://127.0.0.1"],
    ["0x7f.0.0.1", "http://127.0.0.1"],
    ["017700000001", "http://127.0.0.1"],
    ["127.0.0.1.", "http://127.0.0.1"],
    ["１２７.0.0.1", "http://127.0.0.1"],
    ["168.63.129.16", "http://168.63.129.16"],
    ["169.254.169.254", "http://169.254.169.254"],
    ["172.31.255.255", "http://172.31.255.255"],
    ["192.0.0.192", "http://192.0.0.192"],
    ["192.0.2.1", "http://192.0.2.1"],
    ["192.88.99.1", "http://192.88.99.1"],
    ["192.168.0.1", "http://192.168.0.1"],
    ["198.19.0.1", "http://198.19.0.1"],
    ["198.51.100.1", "http://198.51.100.1"],
    ["203.0.113.1", "http://203.0.113.1"],
    ["224.0.0.1", "http://224.0.0.1"],
    ["255.255.255.255", "http://255.255.255.255"],
    ["[::]", "http://[::]"],
    ["[::1]", "http://[::1]"],
    ["[::ffff:8.8.8.8]", "http://[::ffff:808:808]"],
    ["[64:ff9b::8.8.8.8]", "http://[64:ff9b::808:808]"],
    ["[64:ff9b:1::1]", "http://[64:ff9b:1::1]"],
    ["[2001::1]", "http://[2001::1]"],
    ["[2001:db8::1]", "http://[2001:db8::1]"],
    ["[2002:7f00:1::1]", "http://[2002:7f00:1::1]"],
    ["[3fff::1]", "http://[3fff::1]"],
    ["[5f00::1]", "http://[5f00::1]"],
    ["[fd00:ec2::254]", "http://[fd00:ec2::254]"],
    ["[fe80::1]", "http://[fe80::1]"],
    ["[fec0::1]", "http://[fec0::1]"],
    ["[ff02::1]", "http://[ff02::1]"],
  ])("is refused as a host: %s (13.2)", async (host, origin) => {
    const push = createPushUnderTest({ allowlist: "hooks.example" });
    expect(await create(push, `http://${host}/secret`)).toBe(`'url' (${origin}) ${FORBIDDEN}`);
  });

  it.each([
    ["127.0.0.1"],
    ["::ffff:127.0.0.1"],
    ["169.254.169.254"],
    ["fe80::1%eth0"],
    ["fd00::1"],
    ["no address"],
    // One of several is enough: which one a connection takes is not certain.
    ["93.184.216.34", "10.0.0.1"],
  ])("is refused when a host resolves to it: %s %s (13.2)", async (...addresses) => {
    const push = createPushUnderTest({
      allowlist: "hooks.example",
      resolveHost: createResolver(addresses),
    });
    expect(await create(push, "https://internal.example/secret")).toBe(
      `'url' (https://internal.example) ${FORBIDDEN}`,
    );
  });
});

it.each([
  ["8.8.8.8"],
  ["100.63.255.255"],
  ["172.32.0.1"],
  ["168.63.129.17"],
  ["[2a00:1450:4001::1]"],
  ["[2606:4700::1]"],
])("a public address is fine: %s", async (host) => {
  expect(await create(createPushUnderTest({ allowlist: "a.example" }), `https://${host}/`)).toBe(
    "created",
  );
});

it.each([
  ["nothing", "'url' must be an absolute http or https URL."],
  ["/hook", "'url' must be an absolute http or https URL."],
  ["ftp://hooks.example/", "'url' (ftp:) must be an http or https URL."],
  ["file:///etc/passwd", "'url' (file:) must be an http or https URL."],
  ["unix:/run/a.sock", "'url' (unix:) must be an http or https URL."],
  [
    "https://user:secret@hooks.example/",
    "'url' (https://hooks.example) must not have a user or a password. Put them into 'authentication'.",
  ],
  ["", "'url' must be given."],
])("a URL that is none of a webhook is refused: %s", async (url, message) => {
  expect(await create(createPushUnderTest(), url)).toBe(message);
});

it("a host that does not resolve yet is fine", async () => {
  const push = createPushUnderTest({
    resolveHost: () => Promise.reject(new Error("ENOTFOUND")),
  });
  expect(await create(push, "https://later.example/")).toBe("created");
});

it("nobody waits long for a host that takes its time to resolve", async () => {
  const push = createPushUnderTest({ resolveHost: () => new Promise(() => undefined) });
  const created = create(push, "https://slow.example/");
  push.clock.advance(2_000);
  expect(await created).toBe("created");
});

it("an allowlisted host may be at any address, on its port only", async () => {
  const resolveHost = createResolver(["10.0.0.1"]);
  const push = createPushUnderTest({ allowlist: "hooks.agents.svc:8080", resolveHost });
  expect([
    await create(push, "http://hooks.agents.svc:8080/"),
    await create(push, "http://hooks.agents.svc/"),
    await create(push, "http://10.0.0.1:8080/"),
  ]).toEqual([
    "created",
    `'url' (http://hooks.agents.svc) ${FORBIDDEN}`,
    `'url' (http://10.0.0.1:8080) ${FORBIDDEN}`,
  ]);
});

it("a name that is public when it is checked and private when it is used is refused (rebinding)", async () => {
  const webhook = await serveWebhook();
  const push = createPushUnderTest({
    allowlist: "hooks.example",
    resolveHost: createResolver(["93.184.216.34"], ["127.0.0.1"]),
  });
  const changing = createChangingTask(push);
  const url = `http://rebinding.example:${webhook.port}/secret`;
  await push.create(SCOPE, changing.task, toConfig(url), "1.0");

  changing.enter("COMPLETED");
  await push.until(1);

  expect(push.outcomes).toEqual(["refused"]);
  expect(webhook.connections).toBe(0);
  const [line] = push.log.lines;
  expect(line?.facts).toMatchObject({ attempts: 1, webhook: new URL(url).origin });
});

it("connects to the address that was checked, and asks for no other one", async () => {
  const webhook = await serveWebhook();
  let asked = 0;
  const push = createPushUnderTest({
    allowlist: "127.0.0.1",
    resolveHost: () => {
      asked += 1;
      return Promise.resolve([{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }]);
    },
  });
  const changing = createChangingTask(push);
  changing.notify(toConfig(`http://hooks.example:${webhook.port}`));

  changing.enter("COMPLETED");
  await push.until(1);

  expect(push.outcomes).toEqual(["delivered"]);
  expect(asked).toBe(1);
  expect(webhook.received[0]?.headers.host).toBe(`hooks.example:${webhook.port}`);
});

it.each([301, 302, 303, 307, 308])(
  "a redirect is not followed, wherever it leads: %i",
  async (status) => {
    const inside = await serveWebhook();
    const webhook = await serveWebhook((response) => {
      response.writeHead(status, { Location: inside.origin }).end();
    });
    const push = createPushUnderTest();
    const changing = createChangingTask(push);
    changing.notify(toConfig(webhook.origin));

    changing.enter("COMPLETED");
    await push.until(1);

    expect(push.outcomes).toEqual(["failed"]);
    expect([webhook.received.length, inside.connections]).toEqual([1, 0]);
    expect(push.log.lines.map(({ facts }) => facts)).toMatchObject([
      { reason: `The webhook answered ${status}. Redirects are not followed.` },
    ]);
  },
);

it("a lookup answers in the form that it is asked for", async () => {
  const addresses = ["93.184.216.34", "2606:4700::1"];
  const guard = createWebhookGuard({
    allowlist: parseWebhookAllowlist("a.example"),
    clock: createManualClock(),
    resolveHost: createResolver(addresses, addresses, []),
  });
  const lookup = guard.createLookup(new URL("https://hooks.example"));
  const ask = (all: boolean): Promise<unknown[]> =>
    new Promise((resolve) => {
      lookup("hooks.example", { all }, (...answer) => {
        resolve(answer);
      });
    });
  expect([await ask(false), await ask(true), await ask(true)]).toEqual([
    [null, "93.184.216.34", 4],
    [
      null,
      [
        { address: "93.184.216.34", family: 4 },
        { address: "2606:4700::1", family: 6 },
      ],
    ],
    [new Error("The host has no address."), ""],
  ]);
});
