import { constants } from "node:fs";
import { access } from "node:fs/promises";

async function allows(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Whether there is a file or a folder at a path. */
export async function exists(path: string): Promise<boolean> {
  return await allows(path, constants.F_OK);
}

/** Whether there is a program at a path that this process may run. */
export async function isExecutable(path: string): Promise<boolean> {
  return await allows(path, constants.X_OK);
}
