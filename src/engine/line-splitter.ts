/** Cuts a child's output into lines as it comes. */
export function lineSplitter(onLine: ((line: string) => void) | undefined): {
  readonly add: (text: string) => void;
  readonly end: () => void;
} {
  const state = { rest: "" };
  const give = (line: string): void => onLine?.(line.endsWith("\r") ? line.slice(0, -1) : line);
  return {
    add(text) {
      const parts = (state.rest + text).split("\n");
      state.rest = parts.pop() ?? "";
      parts.forEach(give);
    },
    end() {
      if (state.rest !== "") give(state.rest);
      state.rest = "";
    },
  };
}
