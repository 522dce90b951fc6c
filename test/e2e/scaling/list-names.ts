import { kubectl } from "../cluster-access.ts";

/** The names of the objects of a kind that have some labels. */
export async function listNames(
  kind: string,
  namespace: string,
  selector: string,
): Promise<string[]> {
  const printed = await kubectl(
    "get",
    kind,
    `--namespace=${namespace}`,
    `--selector=${selector}`,
    "--output=jsonpath={.items[*].metadata.name}",
  );
  return printed.split(" ").filter((name) => name !== "");
}
