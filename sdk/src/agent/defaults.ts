// The defaults of an Agent that nobody else spells. Those of the card, the drain and the port are in
// the contract.

/** One pod is there while another one goes away. */
export const DEFAULT_REPLICAS = 2;

/** What the scheduler keeps free for a pod. */
export const DEFAULT_REQUESTS = { cpu: "250m", memory: "512Mi", ephemeralStorage: "64Mi" };

/** What a pod may use at most. */
export const DEFAULT_LIMITS = { cpu: "1000m", memory: "1Gi", ephemeralStorage: "512Mi" };

/** A pod counts when every load balancer had the time to learn of it. */
export const MIN_READY_SECONDS = 10;

/** Enough to pull the image of a large model and to start it. */
export const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
