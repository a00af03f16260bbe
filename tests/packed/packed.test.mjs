// Everything is tried as npm packs it, never from the source tree. One install serves all files.
import "./tarball.mjs";
import "./node.mjs";
import "./alone.mjs";
import "./consumers.mjs";
import "./bundlers.mjs";
import "./policies.mjs";
import "./failures.mjs";
import "./iframe.mjs";
import "./slider.mjs";
import "./strict-mode.mjs";
import "./query-builder.mjs";
import "./corpus.mjs";
import "./page.mjs";
import "./readme.mjs";
