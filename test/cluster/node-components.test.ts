import { expect, it } from "vitest";
import { networkPolicyRules } from "./node-components.ts";

it("the engine judges every new forwarded connection, after questions to the name server have passed", () => {
  expect(networkPolicyRules.map((rule) => rule.join(" "))).toEqual([
    "iptables --table mangle --append FORWARD --protocol udp --dport 5353 --jump ACCEPT",
    "iptables --table mangle --append FORWARD --match conntrack --ctstate NEW --jump NFQUEUE --queue-num 100 --queue-bypass",
  ]);
});
