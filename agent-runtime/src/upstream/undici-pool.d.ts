// The pool by itself: the whole package has a fetch, a cache and web sockets besides, which take 14 MiB of
// every pod. Its types are those of the package.
declare module "undici/lib/dispatcher/pool.js" {
  export { Pool as default } from "undici";
}
