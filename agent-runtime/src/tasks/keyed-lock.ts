/** Runs pieces of work that have the same key one after the other. */
export type KeyedLock = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/** Makes a lock that remembers a key only while there is work for it. */
export function createKeyedLock(): KeyedLock {
  const lastWork = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const previous = lastWork.get(key);
    const own = (previous ?? Promise.resolve()).then(work, work);
    lastWork.set(key, own);
    try {
      return await own;
    } finally {
      if (lastWork.get(key) === own) {
        lastWork.delete(key);
      }
    }
  };
}
