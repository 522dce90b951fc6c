import { SettingsError } from "@berth/contract";
import { describe, expect, it } from "vitest";
import { parseWebhookAllowlist } from "../../../agent-runtime/src/push/webhook-allowlist.ts";

it("allows a host that an entry names, in any case, with the dot of the root or without", () => {
  const { hasHost } = parseWebhookAllowlist("Hooks.agents.svc.cluster.local, bücher.example.");
  expect({
    same: hasHost("hooks.agents.svc.cluster.local", 80),
    rooted: hasHost("hooks.agents.svc.cluster.local.", 8443),
    unicode: hasHost("xn--bcher-kva.example", 80),
    below: hasHost("x.hooks.agents.svc.cluster.local", 80),
    ending: hasHost("evilhooks.agents.svc.cluster.local", 80),
    other: hasHost("hooks.agents", 80),
  }).toEqual({
    same: true,
    rooted: true,
    unicode: true,
    below: false,
    ending: false,
    other: false,
  });
});

it("allows every host below a name after '*.', not the name itself", () => {
  const { hasHost } = parseWebhookAllowlist("*.agents.svc");
  expect({
    below: hasHost("a.agents.svc", 80),
    deepBelow: hasHost("b.a.agents.svc", 80),
    itself: hasHost("agents.svc", 80),
    ending: hasHost("otheragents.svc", 80),
    within: hasHost("a.agents.svc.evil.example", 80),
  }).toEqual({ below: true, deepBelow: true, itself: false, ending: false, within: false });
});

it("allows the addresses of a block and of single entries, in both families", () => {
  const { hasAddress, hasHost } = parseWebhookAllowlist("10.20.0.0/16,192.168.1.7,fd00::/8,::1");
  expect({
    inBlock: hasAddress("10.20.255.1", 80),
    outOfBlock: hasAddress("10.21.0.1", 80),
    single: hasAddress("192.168.1.7", 80),
    next: hasAddress("192.168.1.8", 80),
    inBlock6: hasAddress("fd12::1", 80),
    single6: hasAddress("0:0:0:0:0:0:0:1", 80),
    mapped: hasAddress("::ffff:10.20.0.1", 80),
    name: hasAddress("10.20.0.1.example", 80),
    host: hasHost("10.20.0.1", 80),
  }).toEqual({
    inBlock: true,
    outOfBlock: false,
    single: true,
    next: false,
    inBlock6: true,
    single6: true,
    mapped: false,
    name: false,
    host: false,
  });
});

it("allows one port only where an entry has one", () => {
  const { hasAddress, hasHost } = parseWebhookAllowlist(
    "hooks.local:8443,*.agents.svc:80,10.0.0.0/8:9000,[fd00::/8]:9001,[::1]",
  );
  expect({
    host: hasHost("hooks.local", 8443),
    hostOtherPort: hasHost("hooks.local", 443),
    wildcard: hasHost("a.agents.svc", 80),
    wildcardOtherPort: hasHost("a.agents.svc", 81),
    block: hasAddress("10.1.1.1", 9000),
    blockOtherPort: hasAddress("10.1.1.1", 80),
    block6: hasAddress("fd00::1", 9001),
    block6OtherPort: hasAddress("fd00::1", 9000),
    anyPort: hasAddress("::1", 1234),
  }).toEqual({
    host: true,
    hostOtherPort: false,
    wildcard: true,
    wildcardOtherPort: false,
    block: true,
    blockOtherPort: false,
    block6: true,
    block6OtherPort: false,
    anyPort: true,
  });
});

describe("an entry that is wrong", () => {
  it.each([
    "",
    "*",
    "*.",
    "*.*.svc",
    "a.*.svc",
    "http://hooks.local",
    "hooks.local/path",
    "user@hooks.local",
    "a..b",
    "a b",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "%41.example",
    "a\\b",
    "1.2.3.4.",
    "10.0.0",
    "0x7f.1",
    "fd00::/129",
    "fe80::1%eth0",
    "[hooks.local]:80",
    "[::1",
    "hooks.local:0",
    "hooks.local:65536",
    "hooks.local:http",
  ])("is refused: '%s'", (entry) => {
    expect(() => parseWebhookAllowlist(`${entry},a.example`)).toThrow(
      new SettingsError([
        {
          propertyPath: "A2A_WEBHOOK_ALLOWLIST[0]",
          reason: `'A2A_WEBHOOK_ALLOWLIST[0]' (${entry}) must be a host name, a host name after '*.', an IP address or a CIDR block, with or without ':port'.`,
        },
      ]),
    );
  });

  it("is told together with the others", () => {
    let issues: unknown;
    try {
      parseWebhookAllowlist("a b, a.example, 10.0.0.0/33");
    } catch (error) {
      issues = (error as SettingsError).issues.map(({ propertyPath }) => propertyPath);
    }
    expect(issues).toEqual(["A2A_WEBHOOK_ALLOWLIST[0]", "A2A_WEBHOOK_ALLOWLIST[2]"]);
  });
});
