/** The order of labels: `web-2` stands before `web-10`. */
export function byLabel(left: string, right: string): number {
  return left.localeCompare(right, undefined, { numeric: true });
}
