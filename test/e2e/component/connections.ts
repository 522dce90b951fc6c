import { kubectl } from "../cluster-access.ts";

/** Where a connection begins: a pod, or one of a Deployment's, of one of the two images. */
export interface Source {
  namespace: string;
  /** Such as `pod/stranger` or `deployment/worker`. */
  object: string;
  image: "busybox" | "node";
}

const TIMEOUT_SECONDS = 3;

/** Connects and says `yes` or `no`. */
function toCommand(image: Source["image"], host: string, port: number): string[] {
  if (image === "busybox") {
    // It runs a program once it is connected, and fails where it is not.
    const connect = `nc -w ${TIMEOUT_SECONDS} ${host} ${port} -e true`;
    return ["sh", "-c", `if ${connect}; then echo yes; else echo no; fi`];
  }
  const program = `
    const socket = require("node:net").connect(${port}, "${host}");
    const tell = (word) => { console.log(word); process.exit(); };
    socket.setTimeout(${TIMEOUT_SECONDS * 1000}, () => tell("no"));
    socket.on("connect", () => tell("yes")).on("error", () => tell("no"));
  `;
  return ["node", "--eval", program];
}

/** Tells whether a connection to a port comes about. */
export async function reaches(source: Source, host: string, port: number): Promise<boolean> {
  const { image, namespace, object } = source;
  const command = toCommand(image, host, port);
  const answer = await kubectl("exec", object, `--namespace=${namespace}`, "--", ...command);
  return answer.trim() === "yes";
}
