import type { PanelState } from "./host";

/**
 * What of a panel's state a panel that is opened anew begins with. The services that were chosen are none of it: one may be
 * gone by then, or be another project's, and the log would be empty without a word.
 */
export function lastingState(state: PanelState): string {
  const { find: _find, place: _place, services: _services, ...lasting } = state;
  return JSON.stringify(lasting);
}
