import { Readable } from "node:stream";
import type { HttpAnswer, HttpStream } from "../../../agent-runtime/src/http/http-exchange.ts";
import { readText } from "../../../agent-runtime/src/http/read-text.ts";
import type { HttpApp } from "../../../agent-runtime/src/http/router.ts";

/** Asks an app without a socket, and gives its answer the way `fetch` does. */
export async function fetchFrom(
  app: HttpApp,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(new URL(path, "http://agent"), { ...init, duplex: "half" });
  const url = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  const body = Buffer.from(await request.arrayBuffer());
  const answer = await app({
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    remoteAddress: "127.0.0.1",
    signal: new AbortController().signal,
    readText: (maxBytes) => readText(Object.assign(Readable.from([body]), { headers }), maxBytes),
  });
  return toResponse(answer, request.method);
}

function toResponse({ status, headers, body }: HttpAnswer, method: string): Response {
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const content = typeof body === "function" ? toReadable(body) : Buffer.from(body);
  return new Response(hasBody ? content : null, { status, headers });
}

/** The body of a stream. The reader has room for one text at a time. */
export function toReadable(stream: HttpStream): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let onRoom: (() => void) | undefined;
  const onClosed: (() => void)[] = [];
  const giveRoom = (): void => {
    const callback = onRoom;
    onRoom = undefined;
    callback?.();
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      stream({
        get hasRoom() {
          return (controller.desiredSize ?? 0) > 0;
        },
        write: (text) => {
          controller.enqueue(encoder.encode(text));
        },
        end: () => {
          controller.close();
        },
        onceRoom: (callback) => {
          onRoom = callback;
        },
        onceClosed: (callback) => {
          onClosed.push(callback);
        },
      });
    },
    pull: giveRoom,
    cancel: () => {
      for (const callback of onClosed) {
        callback();
      }
      giveRoom();
    },
  });
}
