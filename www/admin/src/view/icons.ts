// The page's icons: strokes on a 20 × 20 grid, drawn in the colour of the text.
import { svg, type TemplateResult } from "lit";

const paths = {
  upload: "M10 13V3.500M6 7l4-4 4 4M3 13v2.500A1.500 1.500 0 0 0 4.500 17h11a1.500 1.500 0 0 0 1.500-1.500V13",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  error: "M10 6v5M10 13.500v.5M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z",
  warning: "M10 7.500v4M10 13.800v.4M8.700 3.300 1.900 15a1.500 1.500 0 0 0 1.300 2.200h13.600a1.500 1.500 0 0 0 1.300-2.200L11.300 3.300a1.500 1.500 0 0 0-2.600 0Z",
  check: "m4 10.500 4 4 8-9",
  close: "m5 5 10 10M15 5 5 15",
  settings: "M3 6h8M15 6h2M3 14h2M9 14h8M13 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  report: "M6 2.500h6l3.500 3.500V17.500H4.500v-15zM12 2.500V6h3.500M7.500 10h5M7.500 13.500h5",
  back: "M16 10H4.500M9 5l-5 5 5 5",
  plus: "M10 4v12M4 10h12",
  more: "M4.500 10h.01M10 10h.01M15.500 10h.01",
  people: "M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 16.500c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500M13 9.500a2.500 2.500 0 1 0-.8-4.900M14.500 12c2 .5 3.500 2 3.500 4.500",
  folder: "M2.500 5.500A1.500 1.500 0 0 1 4 4h3.500l2 2H16a1.500 1.500 0 0 1 1.500 1.500v7A1.500 1.500 0 0 1 16 16H4a1.500 1.500 0 0 1-1.500-1.500z",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.500 13.500 17 17",
  sort: "M7 4v12M4 13l3 3 3-3M13 16V4M10 7l3-3 3 3",
  question: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM7.800 8a2.200 2.200 0 1 1 3.400 1.900c-.8.5-1.200.9-1.200 1.900M10 14.200v.3",
  download: "M10 3v9.500M6 9l4 4 4-4M3 13v2.500A1.500 1.500 0 0 0 4.500 17h11a1.500 1.500 0 0 0 1.500-1.500V13",
  copy: "M7 7h9.500v9.500H7zM13 7V3.500H3.500V13H7",
  remove: "M4 6h12M8 6V3.500h4V6M5.500 6l.7 10.500h7.600l.7-10.500M8.500 9v4.500M11.500 9v4.500",
  overlap: "M7.500 14.500a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM12.500 15.500a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z",
  clock: "M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM10 5.500V10l3 2",
  columns: "M3.500 4h13v12h-13zM8 4v12M12 4v12",
  link: "M8.500 11.500a3 3 0 0 0 4.300.3l2.700-2.700a3 3 0 0 0-4.200-4.200L10 6.100M11.500 8.500a3 3 0 0 0-4.300-.3L4.500 10.900a3 3 0 0 0 4.200 4.200L10 13.900",
  edit: "m12.500 4.500 3 3L7 16H4v-3zM11 6l3 3",
} as const;

/** An icon, hidden from assistive technology: its neighbour or label says what it means. */
export const icon = (name: keyof typeof paths): TemplateResult =>
  svg`<svg class="icon-${name}" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${paths[name]}></path></svg>` as TemplateResult;
