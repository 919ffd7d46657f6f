/** The folder's own name, as it is shown and as Compose would name the project. */
export function workspaceName(root: string): string {
  return (
    root
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) || "workspace"
  );
}
