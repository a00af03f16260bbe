// Starts the page; `?snapshot=ADDRESS` opens the snapshot whose manifest is there.
import { workspace } from "./state/workspace.js";
import "./view/app.js";

const address = new URLSearchParams(location.search).get("snapshot");
if (address) {
  const [, folder = address] = /([^/]+)\/[^/]*$/.exec(new URL(address, location.href).pathname) ?? [];
  void workspace.openAddress(address, decodeURIComponent(folder));
}

// Storage may be denied and an address insecure; the page then simply needs its server.
if (import.meta.env.PROD && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("./offline.js").catch(() => {});
}
