/**
 * How long to wait, time after time, before what was not sent for want of a connection is sent again, in
 * milliseconds. Several times at once, since a Service leads each attempt to a replica by chance, and then
 * until it has forgotten one that is gone, which takes a second or so
 * (https://kubernetes.io/docs/reference/networking/virtual-ips/). Where one replica of two is gone, one call in
 * two thousand finds it each time.
 */
export const CONNECT_RETRY_DELAYS_MS: readonly number[] = [0, 0, 0, 0, 0, 50, 100, 200, 400, 800];

/**
 * The same for what a replica refuses since it goes away. It answers for as long as it has tasks, and where
 * nobody has deleted its pod, it is a probe that the Service learns of it by: within ten seconds, when it is
 * asked every five and may fail once.
 */
export const DRAIN_RETRY_DELAYS_MS: readonly number[] = [
  ...CONNECT_RETRY_DELAYS_MS,
  1_600,
  3_200,
  6_400,
];
