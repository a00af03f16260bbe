// The builder's icons: strokes on a 20 × 20 grid in the colour of the text.
import { svg, type TemplateResult } from "lit";

const paths = {
  plus: "M10 4v12M4 10h12",
  close: "m5 5 10 10M15 5 5 15",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  down: "m5 7.500 5 5 5-5",
  undo: "M4 8h8.500a4 4 0 0 1 0 8H8M7.500 4.500 4 8l3.500 3.500",
  redo: "M16 8H7.500a4 4 0 0 0 0 8H12M12.500 4.500 16 8l-3.500 3.500",
  handle: "M7.500 5h.01M12.500 5h.01M7.500 10h.01M12.500 10h.01M7.500 15h.01M12.500 15h.01",
  template: "M3.500 3.500h13v4h-13zM3.500 10.500h6v6h-6zM12.500 10.500h4v6h-4z",
  chart: "M4 16.500v-5M8 16.500v-9M12 16.500V4M16 16.500V9",
} as const;

/** An icon; what it stands for is said in words beside it. */
export const icon = (name: keyof typeof paths): TemplateResult =>
  svg`<svg viewBox="0 0 20 20" aria-hidden="true"><path d=${paths[name]}></path></svg>` as TemplateResult;
