/** A ReplicaSet reads an int32, and this is the largest power of two in one. */
const MAX_COST = 2 ** 30;

/**
 * What it costs to delete a pod with so many tasks: 0 without any, else the largest power of two that
 * is not above them. A coarse value changes seldom, and each change is a call to the API server.
 */
export function toDeletionCost(taskCount: number): number {
  return taskCount === 0 ? 0 : 2 ** (31 - Math.clz32(Math.min(taskCount, MAX_COST)));
}
