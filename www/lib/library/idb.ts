// What is used of idb, as one piece that loads by itself.

export { openDB } from "idb";
