/** A regular expression's source that matches a text and nothing else: for names that come from the user's files. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
