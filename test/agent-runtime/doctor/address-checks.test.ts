import { describe, expect, it } from "vitest";
import { examine } from "../../../agent-runtime/src/doctor/examine.ts";
import { toHostKind } from "../../../agent-runtime/src/host-kind.ts";
import { probeHttp } from "../../../agent-runtime/src/doctor/probe.ts";
import { findFreePort } from "../free-port.ts";
import { serveRaw } from "../peers/raw-servers.ts";
import { find, serveBroken, toCard } from "./broken-agent.ts";
import { findAll, serveAgent } from "./examined.ts";

describe("the addresses on the card", () => {
  it("may lead callers to their own machine", async () => {
    const own = await serveBroken({ card: () => toCard("http://localhost:8000/") });
    // Found under another name than that of this machine.
    const url = "http://agent.example.com";
    const sections = examine({ url }, (asked, init) => probeHttp(asked.replace(url, own), init));
    for await (const { findings, title } of sections) {
      if (title === "Addresses") {
        expect(findings).toMatchObject([
          {
            level: "problem",
            what: "The card leads JSONRPC callers to http://localhost:8000/: to their own machine.",
          },
        ]);
      }
    }
    expect.hasAssertions();
  });

  it("may lead nowhere", async () => {
    const nowhere = `http://127.0.0.1:${await findFreePort()}/`;
    const url = await serveBroken({ card: () => toCard(nowhere) });
    expect(await find("Addresses", url)).toEqual([
      expect.stringMatching(
        new RegExp(`^problem: JSONRPC at ${nowhere}, as the card says, is not reached from here: `),
      ),
    ]);
  });

  it("get no header that is for the agent when they are of another host", async () => {
    const elsewhere: (string | undefined)[] = [];
    const other = await serveRaw(({ headers }, response) => {
      elsewhere.push(headers.authorization);
      response.end();
    });
    const url = await serveBroken({ card: () => toCard(other) });
    await findAll(url, { headers: { Authorization: "Bearer secret" } });
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(new Set(elsewhere)).toEqual(new Set([undefined]));
  });

  it("may be no URL, or of a binding that is not looked at", async () => {
    const url = await serveBroken({
      card: () => ({
        ...toCard("agent:"),
        supportedInterfaces: [
          { url: "//agent", protocolBinding: "JSONRPC", protocolVersion: "1.0" },
          { url: "http://agent.test:443", protocolBinding: "GRPC", protocolVersion: "1.0" },
        ],
      }),
    });
    expect(await find("Addresses", url)).toEqual([
      "problem: The address of JSONRPC on the card (//agent) is no URL.",
      "skipped: GRPC at http://agent.test:443 is not looked at.",
    ]);
  });

  it("are those of the cluster behind a forwarded port, and the rest is looked at all the same", async () => {
    const { port } = await serveAgent(() => undefined, {
      url: "http://research.agents.svc.cluster.local:8000",
    });
    const found = await findAll(`http://127.0.0.1:${port}`);
    expect(found["Addresses"]?.map(({ level }) => level)).toEqual(
      found["Addresses"]?.map(() => "ok"),
    );
    expect(found["Errors"]).toMatchObject(Array.from({ length: 4 }, () => ({ level: "ok" })));
  });

  it.each([
    ["http://localhost:8000", "loopback"],
    ["http://127.8.8.8", "loopback"],
    ["http://[::1]:8000", "loopback"],
    ["http://research:8000", "cluster"],
    ["http://research.agents.svc:8000", "cluster"],
    ["http://research.agents.svc.cluster.local:8000", "cluster"],
    ["https://agents.example.com", "other"],
    ["http://10.0.0.1:8000", "other"],
  ])("%s is of the kind %s", (url, kind) => {
    expect(toHostKind(url)).toBe(kind);
  });
});
