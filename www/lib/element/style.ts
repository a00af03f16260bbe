// How the builder looks. Every colour and measure is a custom property a host can set.
import { css } from "lit";

export const style = css`
  :host {
    --_surface: var(--segment-surface, #fff);
    --_sunken: var(--segment-surface-sunken, #f7f7f7);
    --_hover: var(--segment-surface-hover, #f1f1f1);
    --_active: var(--segment-surface-active, #e8e8e8);
    --_line: var(--segment-border, #e3e3e3);
    --_line-strong: var(--segment-border-strong, #8a8a8a);
    --_text: var(--segment-text, #303030);
    --_quiet: var(--segment-text-quiet, #616161);
    --_accent: var(--segment-accent, #17734f);
    --_accent-surface: var(--segment-accent-surface, #e3f5ec);
    --_focus: var(--segment-focus, #005bd3);
    --_link: var(--segment-link, #005bd3);
    --_error: var(--segment-error, #8e1f0b);
    --_error-surface: var(--segment-error-surface, #feecea);
    --_warning: var(--segment-warning, #6b4800);
    --_warning-surface: var(--segment-warning-surface, #fff4e0);
    --_radius: var(--segment-radius, 8px);
    --_shadow: var(--segment-shadow, 0 8px 24px -6px rgb(0 0 0 / 28%), 0 0 0 1px rgb(0 0 0 / 8%));
    display: block;
    container-type: inline-size;
    color: var(--_text);
    font: 400 14px/1.4 var(--segment-font, system-ui, sans-serif);
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --_surface: var(--segment-surface, #242424);
      --_sunken: var(--segment-surface-sunken, #1c1c1c);
      --_hover: var(--segment-surface-hover, #303030);
      --_active: var(--segment-surface-active, #3a3a3a);
      --_line: var(--segment-border, #3d3d3d);
      --_line-strong: var(--segment-border-strong, #8a8a8a);
      --_text: var(--segment-text, #e6e6e6);
      --_quiet: var(--segment-text-quiet, #b0b0b0);
      --_accent: var(--segment-accent, #5cc79b);
      --_accent-surface: var(--segment-accent-surface, #153528);
      --_focus: var(--segment-focus, #7db4ff);
      --_link: var(--segment-link, #7db4ff);
      --_error: var(--segment-error, #ff9c8c);
      --_error-surface: var(--segment-error-surface, #3d1c17);
      --_warning: var(--segment-warning, #f3c669);
      --_warning-surface: var(--segment-warning-surface, #36290f);
    }
  }
  *, *::before, *::after { box-sizing: border-box; }
  button, input, select { font: inherit; color: inherit; }
  :focus-visible { outline: 2px solid var(--_focus); outline-offset: 1px; }
  ul { list-style: none; margin: 0; padding: 0; }
  p { margin: 0; }
  svg { display: block; width: 16px; height: 16px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }

  .bar, .row, .foot, .head, .counts, .tokens { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; }
  .bar { margin-bottom: 10px; }
  .bar .end { margin-inline-start: auto; }
  button, select, input {
    min-height: 32px; padding: 4px 10px; border: 1px solid var(--_line-strong); border-radius: var(--_radius); background: var(--_surface);
    font-size: 13px; max-width: 100%;
  }
  select { padding-inline-end: 4px; }
  button { cursor: pointer; font-weight: 550; border-color: var(--_line); }
  button:hover { background: var(--_hover); }
  button:disabled { opacity: 0.5; cursor: default; background: none; }
  button.plain { border-color: transparent; background: none; display: inline-flex; align-items: center; gap: 5px; }
  button.plain:hover:enabled, button[aria-pressed="true"] { background: var(--_active); }
  button.icon { padding: 0; width: 32px; display: inline-grid; place-items: center; }
  button.pick { text-align: start; display: inline-flex; align-items: center; gap: 6px; font-weight: 600; border-color: var(--_line-strong); overflow-wrap: anywhere; }
  button.pick[data-empty] { color: var(--_quiet); font-weight: 400; }
  input.number { width: 8.5em; font-variant-numeric: tabular-nums; }
  input.short { width: 5em; font-variant-numeric: tabular-nums; }
  input.text { width: 12em; }
  .affix { color: var(--_quiet); font-size: 12px; }

  .group { border: 1px solid var(--_line); border-radius: calc(var(--_radius) + 2px); background: var(--_sunken); padding: 10px; display: grid; gap: 8px; min-width: 0; }
  .group.root { border: 0; padding: 0; background: none; }
  .head { min-height: 32px; }
  .head .who { font-size: 13px; }
  .anchor.end { margin-inline-start: auto; }
  .head > .counts { order: 1; flex-basis: 100%; }
  .children { display: grid; gap: 6px; min-width: 0; }
  .children > li { display: grid; gap: 6px; min-width: 0; position: relative; }
  .joint { font-size: 12px; font-weight: 600; color: var(--_quiet); padding-inline-start: 12px; }
  .clause { position: relative; display: grid; gap: 6px; padding: 8px; border: 1px solid var(--_line); border-radius: var(--_radius); background: var(--_surface); min-width: 0; }
  .clause.invalid { border-color: var(--_error); }
  .clause.draft { border-style: dashed; border-color: var(--_line-strong); }
  .main { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 6px; align-items: start; }
  .handle { width: 20px; min-height: 32px; display: grid; place-items: center; color: var(--_quiet); cursor: grab; touch-action: none; }
  .not { display: inline-flex; align-items: center; padding: 2px 8px; border-radius: 6px; background: var(--_warning-surface); color: var(--_warning); font-size: 12px; font-weight: 600; }
  .details { display: grid; gap: 6px; padding-inline-start: 26px; }
  .detail { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; position: relative; }
  .quiet { color: var(--_quiet); font-size: 13px; }
  .empty { color: var(--_quiet); font-size: 13px; padding: 12px; border: 1px dashed var(--_line-strong); border-radius: var(--_radius); text-align: center; }

  .counts { gap: 2px 12px; font-size: 12px; color: var(--_quiet); font-variant-numeric: tabular-nums; }
  .counts strong { color: var(--_text); font-weight: 600; }
  .counts svg { width: 64px; height: 5px; border-radius: 3px; background: var(--_active); stroke: none; overflow: hidden; }
  .counts rect { fill: var(--_accent); }

  .problem { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; padding: 6px 10px; border-radius: 6px; font-size: 13px; overflow-wrap: anywhere; }
  .problem.error { background: var(--_error-surface); color: var(--_error); }
  .problem.warning { background: var(--_warning-surface); color: var(--_warning); }
  .problem.draft { background: var(--_active); color: var(--_quiet); }
  .problem button { min-height: 28px; padding: 2px 8px; color: var(--_text); }

  .token { display: inline-flex; align-items: center; gap: 2px; padding-inline-start: 8px; border-radius: 6px; background: var(--_active); font-size: 13px; max-width: 100%; overflow-wrap: anywhere; }
  .token button { min-height: 28px; width: 28px; border: 0; background: none; padding: 0; display: grid; place-items: center; }
  .token svg { width: 12px; height: 12px; }

  .anchor { position: relative; display: inline-flex; min-width: 0; max-width: 100%; }
  .popup {
    position: absolute; z-index: 30; inset-block-start: calc(100% + 4px); inset-inline-start: 0; width: min(380px, 92vw, 100cqi - 24px); max-height: 380px; display: flex; flex-direction: column;
    border-radius: 12px; background: var(--_surface); box-shadow: var(--_shadow);
  }
  .popup.end { inset-inline: auto 0; width: max-content; padding: 6px; }
  .popup > .search { margin: 8px; width: auto; }
  .options { overflow-y: auto; padding: 0 6px 6px; overscroll-behavior: contain; }
  .options h4 { margin: 8px 8px 2px; font-size: 12px; font-weight: 600; color: var(--_quiet); }
  .option { padding: 6px 8px; border-radius: 8px; cursor: pointer; display: grid; gap: 1px; }
  .option[data-active] { background: var(--_hover); outline: 1px solid var(--_line-strong); outline-offset: -1px; }
  .option[aria-selected="true"] strong::after { content: " ✓"; color: var(--_accent); }
  .option[aria-disabled="true"] { cursor: default; }
  .option[aria-disabled="true"] strong { color: var(--_quiet); font-weight: 450; }
  .option strong { font-weight: 550; font-size: 13px; max-height: 4.2em; overflow: hidden; overflow-wrap: anywhere; }
  .option span { font-size: 12px; color: var(--_quiet); }
  .option.value { grid-template-columns: minmax(0, 1fr) auto; align-items: baseline; gap: 12px; overflow-wrap: anywhere; }
  .menu button { display: flex; width: 100%; gap: 8px; align-items: center; border: 0; background: none; font-weight: 450; text-align: start; }
  .menu button:hover:enabled, .menu button:focus-visible { background: var(--_hover); }
  .menu .danger { color: var(--_error); }
  .menu kbd { margin-inline-start: auto; padding-inline-start: 16px; color: var(--_quiet); font: inherit; font-size: 12px; }

  [data-drop="before"]::before, [data-drop="after"]::after { content: ""; position: absolute; inset-inline: 0; height: 3px; border-radius: 2px; background: var(--_focus); }
  [data-drop="before"]::before { inset-block-start: -5px; }
  [data-drop="after"]::after { inset-block-end: -5px; }
  .group[data-drop="into"] { outline: 2px dashed var(--_focus); }
  [data-dragged] { opacity: 0.5; }
  .spoken { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .spread { display: grid; gap: 0; flex-basis: 100%; min-width: 0; }
  .spread svg.chart { width: 100%; height: 40px; stroke: none; }
  svg.chart:dir(rtl), .counts svg:dir(rtl) { transform: scaleX(-1); }
  .spread .in { fill: var(--_accent); }
  .spread .out { fill: var(--_line-strong); opacity: 0.4; }
  .spread input[type="range"] { width: calc(100% + 16px); margin: -4px -8px 0; padding: 0; border: 0; min-height: 24px; max-width: none; accent-color: var(--_accent); background: none; }
  .spread input[data-unset] { opacity: 0.5; }
  .spread .figures { display: flex; flex-wrap: wrap; gap: 2px 4px; align-items: center; font-size: 12px; }
  .spread .figure { min-height: 24px; padding: 1px 8px; border: 0; border-radius: 6px; background: none; font-size: 12px; font-weight: 400; color: var(--_quiet); font-variant-numeric: tabular-nums; }
  .spread .figure:hover { background: var(--_active); }
  .spread .figure strong { color: var(--_link); font-weight: 600; text-decoration: underline; text-underline-offset: 2px; }
  .spread .quiet { font-size: 12px; padding-inline: 8px; }
  .spread summary { font-size: 12px; color: var(--_quiet); cursor: pointer; padding: 4px 8px; }
  .spread details[open] { flex-basis: 100%; }
  .spread .scroll { max-height: 220px; overflow: auto; }
  .spread table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  .spread th, .spread td { text-align: start; font-weight: 400; padding: 2px 8px; }
  .spread td { text-align: end; }

  @container (max-width: 460px) {
    .group { padding: 6px; }
    .details { padding-inline-start: 0; }
    .handle { display: none; }
    .main { grid-template-columns: minmax(0, 1fr) auto; }
    input.text { width: 9em; }
    input.number { width: 6.5em; }
  }
  @media (pointer: coarse) {
    button, select, input { min-height: 40px; }
    button.icon { width: 40px; }
  }
  @media (forced-colors: active) {
    .option[data-active] { outline: 2px solid Highlight; }
  }
`;
