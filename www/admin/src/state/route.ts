// Which view the address names; the hash, for the page may be served from any folder, and a hash never reaches a server.

/** A segment someone shared: what it is called and asks for, never who is in it. */
export interface Shared {
  readonly name: string;
  readonly text: string;
}

/** A view. */
export type Route =
  | { readonly view: "segments" }
  | { readonly view: "segment"; readonly id: string | null; readonly shared?: Shared }
  | { readonly view: "settings" }
  | { readonly view: "overlap" };

/** The view of a hash; anything unknown is the list. */
export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split(/\?(.*)/s);
  const [, view, id] = path.split("/");
  if (view === "segment") return id && id !== "new" ? { view: "segment", id: decoded(id) } : { view: "segment", id: null, ...sharedOf(query) };
  return view === "settings" || view === "overlap" ? { view } : { view: "segments" };
}

function sharedOf(query: string): { shared?: Shared } {
  const values = new URLSearchParams(query);
  const text = values.get("text");
  return text === null ? {} : { shared: { name: values.get("name") ?? "", text } };
}

/** An id as it was before it was put into an address; an address someone broke is taken as it is. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** The address of a view. */
export function addressOf(route: Route): string {
  if (route.view === "segments") return "#/";
  if (route.view !== "segment") return `#/${route.view}`;
  const { id, shared } = route;
  if (id !== null) return `#/segment/${encodeURIComponent(id)}`;
  return shared ? `#/segment/new?${new URLSearchParams({ ...shared }).toString()}` : "#/segment/new";
}
