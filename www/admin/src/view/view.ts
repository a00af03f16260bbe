// The base of every part of the page: rendered without a shadow root, redrawn when the workspace changes.
import { LitElement } from "lit";
import type { Key, Language, Values } from "../messages/index.js";
import { workspace, type Workspace } from "../state/workspace.js";

/** A part of the page. */
export class View extends LitElement {
  readonly #changed = () => this.requestUpdate();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    workspace.addEventListener("change", this.#changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    workspace.removeEventListener("change", this.#changed);
  }

  /** What the page is about. */
  protected get workspace(): Workspace {
    return workspace;
  }

  /** The language in use. */
  protected get language(): Language {
    return workspace.language;
  }

  /** A message in the language in use. */
  protected say(key: Key, values?: Values): string {
    return workspace.language.say(key, values);
  }
}
