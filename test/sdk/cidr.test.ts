import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCidr } from "../../sdk/src/cidr.ts";

describe("isCidr", () => {
  it.each(["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1/32", "::/0", "fd00:1::/48", "2001:db8::1/128"])(
    "accepts '%s'",
    (text) => {
      expect(isCidr(text)).toBe(true);
    },
  );

  it.each([
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "/8",
    "10.0.0.0/33",
    "::/129",
    "10.0.0/8",
    "010.0.0.0/8",
    "10.0.0.0/08",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/8 ",
    "fe80::1%eth0/64",
    "example.com/8",
  ])("refuses '%s'", (text) => {
    expect(isCidr(text)).toBe(false);
  });

  it("accepts every block of addresses", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
          fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
        ),
        ([address, prefix]) => {
          expect(isCidr(`${address}/${prefix}`)).toBe(true);
        },
      ),
    );
  });
});
