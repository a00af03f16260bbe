// Defines `<segment-builder>`.
import { SegmentBuilder } from "./builder.js";

if (!customElements.get("segment-builder")) customElements.define("segment-builder", SegmentBuilder);

declare global {
  interface HTMLElementTagNameMap {
    "segment-builder": SegmentBuilder;
  }
}
