/** What scrolls, or a part of it, as far as its place goes. */
interface Placed {
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
}

/**
 * Scrolls a part to the top, or with `nearest` only as far as it is out of sight. The browser's own `scrollIntoView` moves
 * what lies around as well: in VS Code the frame of the whole panel, which stays cut at its top then.
 */
export function scrollWithin(
  scroller: Placed & { scrollTop: number },
  part: Placed | undefined,
  nearest = false,
): void {
  if (part === undefined) return;
  const seen = scroller.getBoundingClientRect();
  const own = part.getBoundingClientRect();
  const above = own.top - seen.top;
  const below = own.bottom - seen.bottom;
  if (!nearest || above < 0) scroller.scrollTop += above;
  else if (below > 0) scroller.scrollTop += Math.min(above, below);
}
