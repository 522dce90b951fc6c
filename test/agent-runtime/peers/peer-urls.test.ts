import { describe, expect, it } from "vitest";
import { smallestCard } from "../../contract/card-fixtures.ts";
import { findFreePort } from "../free-port.ts";
import { createManualClock } from "../manual-clock.ts";
import { catchFailure, createClient, go, runThrough, work } from "./calls.ts";
import { serve } from "./local-servers.ts";
import { serveRaw } from "./raw-servers.ts";

/** Hands out a card with another URL, and tells the paths that it is called at. */
async function serveCardWith(toUrl: (own: string) => string): Promise<[string, string[]]> {
  const paths: string[] = [];
  const url = await serveRaw((request, response, own) => {
    if (request.method === "GET") {
      const supportedInterfaces = [
        { url: toUrl(own), protocolBinding: "JSONRPC", protocolVersion: "1.0" },
      ];
      response.end(JSON.stringify({ ...smallestCard, supportedInterfaces }));
      return;
    }
    paths.push(String(request.url));
    response.writeHead(418).end();
  });
  return [url, paths];
}

describe("a peer whose card names another host", () => {
  it("is called there, and the error names what was called", async () => {
    const elsewhere = `http://127.0.0.1:${await findFreePort()}/`;
    const [url, paths] = await serveCardWith(() => elsewhere);
    const clock = createManualClock();
    const { client } = createClient(url, { clock });
    expect(await runThrough(clock, catchFailure(client.ask(go)))).toEqual([
      "unreachable",
      `Peer peer (${elsewhere}) cannot be reached: connect ECONNREFUSED ${new URL(elsewhere).host}.`,
    ]);
    expect(paths).toEqual([]);
  });

  it("is called at its own host when that is kept, as behind a forwarded port", async () => {
    const url = await serve(work, { url: "http://agent.team.svc.cluster.local:8000" });
    const { client } = createClient(url, { isUrlKept: true });
    expect(await client.ask(go)).toMatchObject({ state: "COMPLETED", text: "done" });
  });

  it.each([
    ["the path on a card of the same host", "", (own: string) => `${own}/a2a`, "/a2a"],
    ["the path on a card of another host", "", () => "http://x.test/a2a?x=1", "/a2a?x=1"],
    ["the path that was given with it", "/mine", (own: string) => `${own}/a2a`, "/mine"],
    ["its root when the card names no URL", "", () => "nowhere", "/"],
  ])("is called, when its host is kept, at %s", async (_, path, toUrl, called) => {
    const [url, paths] = await serveCardWith(toUrl);
    await catchFailure(createClient(`${url}${path}`, { isUrlKept: true }).client.ask(go));
    expect(paths).toEqual([called]);
  });
});
