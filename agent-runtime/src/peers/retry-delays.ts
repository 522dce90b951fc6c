/**
 * How long to wait, time after time, before what nobody has begun is sent again, in milliseconds: at once,
 * since another replica may take it, and then until the proxy of a Service has forgotten one that is gone,
 * which takes it a second or so (https://kubernetes.io/docs/reference/networking/virtual-ips/). Six attempts:
 * where one replica of two is gone, one call in 64 finds it each time.
 */
export const RETRY_DELAYS_MS: readonly number[] = [0, 100, 200, 400, 800];
