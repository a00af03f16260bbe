// Imports a package from this folder, where the bundlers are installed.
export const load = (name) => import(name);
