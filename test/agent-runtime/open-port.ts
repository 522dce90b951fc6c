import { onTestFinished } from "vitest";
import type { HttpAnswer } from "../../agent-runtime/src/http/http-exchange.ts";
import type { HttpApp } from "../../agent-runtime/src/http/router.ts";
import { type OpenPort, openPort, type PortOptions } from "../../agent-runtime/src/server.ts";

type Settings = Pick<PortOptions, "checkMs" | "isLeaving" | "requestMs" | "stallMs">;

/** A port, what cuts its answers, and its address. */
export interface OpenedPort extends OpenPort {
  cut: AbortController;
  url: string;
}

/** Opens a port that answers as the app does, until the test is over. */
export async function open(app: HttpApp, options: Settings = {}): Promise<OpenedPort> {
  const cut = new AbortController();
  const opened = await openPort({
    setting: "port",
    host: "127.0.0.1",
    port: 0,
    isFlexible: false,
    app,
    ...options,
  });
  onTestFinished(async () => {
    cut.abort();
    await opened.close(cut.signal);
  });
  return { ...opened, cut, url: `http://127.0.0.1:${opened.port}` };
}

export const toText = (body: string): HttpAnswer => ({
  status: 200,
  headers: { "Content-Type": "text/plain" },
  body,
});
