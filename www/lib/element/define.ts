// Defines `<segment-builder>`.
import { Builder } from "./builder.js";
import type { SegmentBuilder } from "./element.js";

if (!customElements.get("segment-builder")) customElements.define("segment-builder", Builder);

declare global {
  interface HTMLElementTagNameMap {
    "segment-builder": SegmentBuilder;
  }
}
