import type * as vscode from "vscode";

/**
 * The rows that a key is meant for. VS Code tells extensions which rows of a tree are selected and not which one has the focus,
 * and the arrow keys move the focus alone. So our keys toggle the focused row in the selection, have `mark` look which row
 * that was, and toggle it back before the command runs (see keybindings.ts).
 */
export class FocusedRows<Node> {
  readonly #view: vscode.TreeView<Node>;
  readonly #idOf: (node: Node) => string;
  #selections: readonly (readonly Node[])[] = [[], []];
  #marked: Node | undefined;

  constructor(view: vscode.TreeView<Node>, idOf: (node: Node) => string) {
    this.#view = view;
    this.#idOf = idOf;
    view.onDidChangeSelection(({ selection }) => (this.#selections = [selection, ...this.#selections.slice(0, 1)]));
  }

  /** Remembers the row by which the last two selections differ. */
  mark(): void {
    const [now = [], before = []] = this.#selections;
    this.#marked = [...now, ...before].find(node => this.#has(now, node) !== this.#has(before, node));
  }

  /** All selected rows where the marked one is among them or none is, else the marked one. */
  take(): readonly Node[] {
    const marked = this.#marked;
    this.#marked = undefined;
    const { selection } = this.#view;
    return marked === undefined || this.#has(selection, marked) ? selection : [marked];
  }

  #has(nodes: readonly Node[], node: Node): boolean {
    return nodes.some(each => this.#idOf(each) === this.#idOf(node));
  }
}
