// The app that every bundler builds.
import { openSnapshot } from "headcount";
import { answers } from "./shop.js";

window.result = answers(openSnapshot);
