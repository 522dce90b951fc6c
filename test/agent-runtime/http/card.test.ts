import { describe, expect, it } from "vitest";
import { toInterfaces } from "../../../agent-runtime/src/card/card-document.ts";
import { fullCard, smallestCard } from "../../contract/card-fixtures.ts";
import { CARD_URL, createAgentUnderTest } from "../agent-under-test.ts";

const CARD_PATH = "/.well-known/agent-card.json";

const supportedInterfaces = toInterfaces(CARD_URL, true);

/** What a caller of A2A 1.0 sends. */
const CURRENT = { headers: { "A2A-Version": "1.0" } };

describe("the card (A2A 1.0, section 8)", () => {
  it("has what was written, the defaults, and where the agent speaks", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch(CARD_PATH, CURRENT);
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(await response.json()).toEqual({
      ...smallestCard,
      supportedInterfaces,
      capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: false },
      defaultInputModes: ["text/plain"],
      defaultOutputModes: ["text/plain"],
    });
  });

  it("keeps ways to authenticate and empty members in the shape of the wire", async () => {
    const card = { ...fullCard, capabilities: { streaming: true } };
    const agent = createAgentUnderTest(() => undefined, { card });
    expect(await (await agent.fetch(CARD_PATH, CURRENT)).json()).toEqual({
      ...fullCard,
      supportedInterfaces,
      capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: false },
    });
  });

  it("is made to be read", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const text = await (await agent.fetch(CARD_PATH)).text();
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  });

  it("may be kept for a minute, and asked for again by its tag (section 8.6)", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const first = await agent.fetch(CARD_PATH);
    expect(first.headers.get("Cache-Control")).toBe("public, max-age=60");
    const tag = first.headers.get("ETag") ?? "";
    const second = await agent.fetch(CARD_PATH, { headers: { "If-None-Match": tag } });
    expect(second.status).toBe(304);
    expect(await second.text()).toBe("");
    const other = createAgentUnderTest(() => undefined, { card: { version: "2.0.0" } });
    const changed = await other.fetch(CARD_PATH, { headers: { "If-None-Match": tag } });
    expect(changed.status).toBe(200);
  });

  it("can be asked for without its body", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch(CARD_PATH, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("what there is not", () => {
  it("is told as JSON, in the shape of A2A (section 11.6)", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/admin?x=<script>");
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: 404, status: "NOT_FOUND", message: "There is nothing at '/admin'." },
    });
  });

  it("says where to send a message to who is no browser and gets the root", async () => {
    const agent = createAgentUnderTest(() => undefined);
    const response = await agent.fetch("/");
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
    expect(await response.json()).toEqual({
      error: {
        code: 405,
        status: "METHOD_NOT_ALLOWED",
        message: "Send JSON-RPC by POST. The card is at /.well-known/agent-card.json.",
      },
    });
  });

  it.each(["PUT", "DELETE", "PROPFIND"])(
    "says what the root takes to who tries %s",
    async (method) => {
      const agent = createAgentUnderTest(() => undefined);
      const response = await agent.fetch("/", { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("Allow")).toBe("GET, HEAD, POST");
      expect(await response.json()).toEqual({
        error: { code: 405, status: "METHOD_NOT_ALLOWED", message: "'/' takes GET, HEAD, POST." },
      });
    },
  );
});
