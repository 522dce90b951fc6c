import type { TaskPart } from "../agent-task.js";
import type { PeerArtifactEvent, PeerEvent } from "../peers/peer.js";

/** Where an answer is printed. */
export interface AnswerOutput {
  /** What the agent made, as it comes. */
  result: (text: string) => void;
  /** A line about how it goes. */
  note: (line: string) => void;
}

/** Prints the events of an answer, in their order. */
export function createAnswerPrinter({ result, note }: AnswerOutput): (event: PeerEvent) => void {
  let isLineOpen = false;
  let currentArtifact: string | undefined;

  const closeLine = (): void => {
    if (isLineOpen) {
      result("\n");
      isLineOpen = false;
    }
  };
  const print = (parts: readonly TaskPart[]): void => {
    const text = parts.map(toText).join("\n");
    result(text);
    isLineOpen = !text.endsWith("\n");
  };
  const printArtifact = ({ artifact, append }: PeerArtifactEvent): void => {
    // Chunks of a text make one text, unless another artifact came between.
    if (!append || currentArtifact !== artifact.id) {
      closeLine();
      note(`artifact: ${artifact.name ?? artifact.id}`);
    }
    currentArtifact = artifact.id;
    print(artifact.parts);
  };

  return (event) => {
    switch (event.type) {
      case "artifact":
        printArtifact(event);
        break;
      case "message":
        print(event.parts);
        closeLine();
        break;
      case "status":
        closeLine();
        note([toWord(event.state), event.text].filter((text) => text !== "").join(": "));
        break;
    }
  };
}

function toWord(state: string): string {
  return state.toLowerCase().replaceAll("_", " ");
}

function toText({ text, data, raw, url, filename, mediaType }: TaskPart): string {
  if (text !== undefined) {
    return text;
  }
  if (data !== undefined) {
    return JSON.stringify(data, null, 2);
  }
  if (url !== undefined) {
    return url;
  }
  return `(${[filename, mediaType, `${raw?.length ?? 0} bytes`].filter(Boolean).join(", ")})`;
}
