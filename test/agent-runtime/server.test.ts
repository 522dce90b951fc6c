import { describe, expect, it, onTestFinished } from "vitest";
import { type Fetch, openPort } from "../../agent-runtime/src/server.ts";

async function open(fetch: Fetch) {
  const cut = new AbortController();
  const opened = await openPort({
    setting: "port",
    host: "127.0.0.1",
    port: 0,
    isFlexible: false,
    fetch,
  });
  onTestFinished(() => {
    cut.abort();
  });
  return { ...opened, cut, url: `http://127.0.0.1:${opened.port}` };
}

describe("a port that closes", () => {
  it("waits for an answer, and then for no connection that is kept open", async () => {
    let answer: (response: Response) => void = () => undefined;
    let arrive: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { close, cut, url } = await open(() => {
      arrive();
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const asking = fetch(url);
    await arrived;
    const closing = close(cut.signal);
    answer(new Response("the answer"));
    expect(await (await asking).text()).toBe("the answer");
    await closing;
    expect(cut.signal.aborted).toBe(false);
  });

  it("cuts what is not answered when it is told to", async () => {
    const { close, cut, url } = await open(() => new Promise(() => undefined));
    const asking = expect(fetch(url)).rejects.toThrow();
    await close(AbortSignal.any([cut.signal, AbortSignal.abort()]));
    await asking;
  });
});
