import fc from "fast-check";
import { expect, it } from "vitest";
import { isForbiddenAddress } from "../../../agent-runtime/src/push/forbidden-addresses.ts";
import { EMPTY_WEBHOOK_ALLOWLIST } from "../../../agent-runtime/src/push/webhook-allowlist.ts";
import {
  createWebhookGuard,
  WebhookForbiddenError,
} from "../../../agent-runtime/src/push/webhook-guard.ts";
import { createManualClock } from "../manual-clock.ts";

const guard = createWebhookGuard({
  allowlist: EMPTY_WEBHOOK_ALLOWLIST,
  clock: createManualClock(),
  resolveHost: () => Promise.reject(new Error("unexpected")),
});

function isRefused(url: string): boolean {
  try {
    guard.parse(url);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(WebhookForbiddenError);
    return true;
  }
}

/** Numbers of all sizes, and every first byte as often. */
const ipv4 = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));

it("an IPv4 address is judged alike in every form that a URL has for it", () => {
  fc.assert(
    fc.property(ipv4, (bytes) => {
      const [a = 0, b = 0, c = 0, d = 0] = bytes;
      const address = bytes.join(".");
      const number = ((a * 256 + b) * 256 + c) * 256 + d;
      const forms = [
        address,
        `${address}.`,
        `${number}`,
        `0x${number.toString(16)}`,
        `0${number.toString(8)}`,
        `${a}.${(b * 256 + c) * 256 + d}`,
        `0x${a.toString(16)}.0${b.toString(8)}.${c * 256 + d}`,
      ];
      expect(forms.map((form) => isRefused(`http://${form}/`))).toEqual(
        forms.map(() => isForbiddenAddress(address)),
      );
    }),
  );
});

it("an IPv4 address within an IPv6 address is never reached, whatever it is", () => {
  const prefixes = ["::", "::ffff:", "::ffff:0:", "64:ff9b::", "64:ff9b:1::"];
  fc.assert(
    fc.property(ipv4, fc.constantFrom(...prefixes), (bytes, prefix) => {
      expect(isRefused(`http://[${prefix}${bytes.join(".")}]/`)).toBe(true);
    }),
  );
});

it("any text is a URL of a webhook or refused with a reason", () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.webAuthority()), (text) => {
      isRefused(text);
    }),
  );
});
