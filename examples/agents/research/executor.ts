import type { AgentTask } from "@berth/agent-runtime";
import { nameFiles, readRequest } from "./message.ts";
import { askPeer, findFigures, joinTexts } from "./peer-answer.ts";
import { writeReport } from "./report.ts";

/** The agent that is asked for figures. */
const ANALYSIS = "data-analysis";

const PEER_ERRORS = ["PeerError", "UnknownPeerError"];

const MARKDOWN = "text/markdown";

/** Answers a question about a table with a report, written from the figures of a peer. */
export async function execute(task: AgentTask): Promise<void> {
  const { question, files } = readRequest([...task.history, task.message]);
  if (files.length === 0) {
    task.askForInput("Which table is it about? Send a CSV file as the answer to this.");
    return;
  }
  const name = nameFiles(files);
  try {
    task.report(`Asking ${ANALYSIS} for the figures of ${name}.`);
    const answer = await askPeer(task.peers.get(ANALYSIS), files, task);
    const figures = findFigures(answer);
    if (answer.state === "REJECTED") {
      task.reject(answer.text);
    } else if (answer.state !== "COMPLETED") {
      task.fail(`${ANALYSIS} did not complete its task (${answer.state}). ${answer.text}`);
    } else if (figures === undefined) {
      task.fail(`${ANALYSIS} answered without figures that this agent can read.`);
    } else {
      stream(task, [...writeReport(name, question, figures), joinTexts(answer)]);
      task.complete(`The report on ${name} is complete.`);
    }
  } catch (error) {
    // Only the types of the runtime are there in the image, hence the names of its errors.
    if (!(error instanceof Error && PEER_ERRORS.includes(error.name))) {
      throw error;
    }
    task.fail(error.message);
  }
}

/** Sends a text as one artifact, piece by piece. */
function stream(task: AgentTask, [first = "", ...others]: readonly string[]): void {
  const id = task.addArtifact({
    name: "report",
    description: "The report as Markdown.",
    parts: [{ text: first, mediaType: MARKDOWN }],
  });
  others.forEach((text, index) => {
    const last = index === others.length - 1;
    task.appendToArtifact(id, [{ text, mediaType: MARKDOWN }], { last });
  });
}
