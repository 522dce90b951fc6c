import { createApp } from "./app.ts";

const port = Number(process.env["PORT"] ?? 8000);

createApp(`http://localhost:${port}`).listen(port);

// The first process of a container gets only the signals that it listens for.
process.once("SIGTERM", () => process.exit(0));
