import type { AlertCase } from "./alert-rules.promtool.ts";
import { AGENT, podSamples } from "./alert-rules.samples.ts";

const delivery = (outcome: string, values: string, pod = "a") =>
  podSamples("a2a_push_deliveries_total", pod, values, { outcome });

const request = (peer: string, outcome: string, values: string, pod = "a") =>
  podSamples("a2a_peer_requests_total", pod, values, { peer, outcome });

/** Whom agents call. */
export const CALL_CASES: readonly AlertCase[] = [
  {
    alert: "AgentPushDeliveriesGivenUp",
    title: "a fifth is given up, for several reasons",
    series: [
      delivery("delivered", "0+8x60"),
      delivery("failed", "0+1x60"),
      delivery("dropped", "0+1x60", "b"),
      delivery("delivered", "0x60", "b"),
    ],
    at: "10m",
    fires: [AGENT],
  },
  {
    alert: "AgentPushDeliveriesGivenUp",
    title: "one in thirty is given up",
    series: [delivery("delivered", "0+29x60"), delivery("failed", "0+1x60")],
    at: "10m",
    fires: [],
  },
  {
    alert: "AgentPushDeliveriesGivenUp",
    title: "both that there were are given up: too few to tell",
    series: [delivery("delivered", "0x60"), delivery("refused", "0x10 1x10 2x40")],
    at: "12m",
    fires: [],
  },
  {
    alert: "AgentPeerFailing",
    title: "one peer cannot be reached, another can",
    series: [
      request("data", "unreachable", "0+1x60"),
      request("data", "ok", "0x60"),
      request("notes", "ok", "0+1x60"),
    ],
    at: "10m",
    fires: [{ ...AGENT, peer: "data" }],
  },
  {
    alert: "AgentPeerFailing",
    title: "the first requests to a peer fail, before which it had no counter",
    series: [request("data", "refused", "_x20 4x40")],
    at: "12m",
    fires: [{ ...AGENT, peer: "data" }],
  },
  {
    alert: "AgentPeerFailing",
    title: "a rollout of the peer refuses some, and callers go away",
    series: [
      request("data", "refused", "0x20 6x40"),
      request("data", "aborted", "0+2x60"),
      request("data", "ok", "0+1x60"),
    ],
    at: "12m",
    fires: [],
  },
  {
    alert: "AgentPeerFailing",
    title: "the peer failed an hour ago",
    series: [request("data", "broken", "9x300"), request("data", "ok", "1x300")],
    at: "72m",
    fires: [],
  },
];
