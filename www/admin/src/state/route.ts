// Which view the address names; the hash, for the page may be served from any folder.

/** A view. */
export type Route = { readonly view: "segments" } | { readonly view: "segment"; readonly id: string | null } | { readonly view: "settings" } | { readonly view: "overlap" };

/** The view of a hash; anything unknown is the list. */
export function routeOf(hash: string): Route {
  const [, view, id] = hash.replace(/^#/, "").split("/");
  if (view === "segment") return { view: "segment", id: id && id !== "new" ? decodeURIComponent(id) : null };
  return view === "settings" || view === "overlap" ? { view } : { view: "segments" };
}

/** The address of a view. */
export const addressOf = (route: Route): string => (route.view === "segment" ? `#/segment/${route.id ?? "new"}` : route.view === "segments" ? "#/" : `#/${route.view}`);
