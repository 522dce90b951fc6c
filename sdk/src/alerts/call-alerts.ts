import { METRICS } from "@berth/contract";
import { type Alert, AlertSeverity } from "./alert.js";
import { AlertSource } from "./alert-source.js";
import { byPod, ofAgents, toGrowth } from "./expressions.js";
import type { AlertRulesSpec } from "./spec.js";

/** Webhooks are other people's: a few of them are always wrong. */
const GIVEN_UP_SHARE = 0.1;
const DELIVERY_WINDOW_SECONDS = 1800;

/** A peer that is rolled out refuses some. */
const PEER_FAILURE_SHARE = 0.5;
const PEER_WINDOW_SECONDS = 600;

/** Of fewer a share says nothing. */
const MIN_FAILURES = 3;

/** What becomes of a notification that nobody gets. */
const GIVEN_UP = 'outcome=~"dropped|failed|refused"';

/** What becomes of a request to a peer that does not do what it should. */
const PEER_FAILED = 'outcome=~"broken|refused|unreachable"';

/** The alerts about whom agents call. */
export function toCallAlerts(spec: AlertRulesSpec): Alert[] {
  return [toPushGivenUp(spec), toPeerFailing(spec)];
}

function toPushGivenUp({ pendingSeconds }: AlertRulesSpec): Alert {
  const count = (matcher?: string): string => {
    const deliveries = ofAgents(METRICS.pushDeliveries, matcher);
    return `sum by (namespace, agent) (${byPod(`increase(${deliveries}[${DELIVERY_WINDOW_SECONDS}s])`)})`;
  };
  return {
    name: "AgentPushDeliveriesGivenUp",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: toShareExpr(count(GIVEN_UP), count(), GIVEN_UP_SHARE),
    forSeconds: pendingSeconds,
    summary:
      "{{ $value | humanizePercentage }} of the push notifications of agent {{ $labels.agent }} are given up.",
    description:
      "Webhooks do not get what agent {{ $labels.namespace }}/{{ $labels.agent }} tells them of tasks. Its logs " +
      "name them and the reason: one that does not answer, one at an address that 'A2A_WEBHOOK_ALLOWLIST' " +
      "or 'network.egress' does not allow, or more of them at once than are sent.",
  };
}

function toPeerFailing({ pendingSeconds }: AlertRulesSpec): Alert {
  // A peer has no counter before the first request to it.
  const count = (matcher?: string): string => {
    const requests = toGrowth(ofAgents(METRICS.peerRequests, matcher), PEER_WINDOW_SECONDS);
    return `sum by (namespace, agent, peer) (${byPod(requests, "peer")})`;
  };
  return {
    name: "AgentPeerFailing",
    needs: [AlertSource.OwnMetrics],
    severity: AlertSeverity.Warning,
    expr: toShareExpr(count(PEER_FAILED), count(), PEER_FAILURE_SHARE),
    forSeconds: pendingSeconds,
    summary:
      "{{ $value | humanizePercentage }} of the requests of agent {{ $labels.agent }} to {{ $labels.peer }} fail.",
    description:
      "Agent {{ $labels.namespace }}/{{ $labels.agent }} does not get what it asks of its peer {{ $labels.peer }}. " +
      `'${METRICS.peerRequests.name}' tells by 'outcome' whether that cannot be reached, refuses, or answers ` +
      "nonsense. See whether it has ready pods, and whether its 'network.callers' admits this agent.",
  };
}

/** The share of failures, where it is above what is allowed and there are enough of them. */
function toShareExpr(failed: string, all: string, share: number): string {
  return `${failed} / ${all} > ${share}\nand ${failed} >= ${MIN_FAILURES}`;
}
