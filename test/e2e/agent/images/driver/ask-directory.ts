// Asks an agent directory some questions and tells each answer. Arguments: URL, questions.
import { connect, print } from "./calls.ts";
import { askDirectory } from "./directory.ts";

const [url = "", ...questions] = process.argv.slice(2);
const client = await connect(url);
for (const question of questions) {
  print({ question, ...(await askDirectory(client, question)) });
}
