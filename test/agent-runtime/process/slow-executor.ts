// Takes for ever to load, as a module may that fetches a model.
console.log("loading");
setInterval(() => undefined, 1_000_000);
await new Promise(() => undefined);

export const execute = undefined;
