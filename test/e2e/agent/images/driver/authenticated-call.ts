// Asks an agent for its tasks with each of some tokens, and tells what it answers.
// Arguments: URL, then files with tokens; '-' for none.
import { readFile } from "node:fs/promises";
import { print } from "./calls.ts";

const [url = "", ...files] = process.argv.slice(2);

for (const file of files) {
  const token = file === "-" ? undefined : (await readFile(file, "utf8")).trim();
  const response = await fetch(new URL("/tasks", url), {
    headers: {
      "A2A-Version": "1.0",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
  });
  const body: unknown = await response.json();
  const challenge = response.headers.get("WWW-Authenticate");
  print({ file, status: response.status, challenge, body });
}
print({ done: true });
