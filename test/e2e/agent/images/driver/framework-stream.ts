// Reads the stream of one task of a framework's agent to its end and tells what became of it. Arguments: the
// URL of a pod, the text.
import { connectToPod, print } from "./calls.ts";
import { readAnswer, toWords } from "./framework-client.ts";

const [url = "", text = ""] = process.argv.slice(2);
const client = await connectToPod(url);
print(await readAnswer(client.sendMessageStream(toWords(text))));
