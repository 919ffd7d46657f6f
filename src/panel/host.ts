import type { PanelMessage, Tab, Verb } from "./protocol";

interface VsCodeApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What a reload brings back; log text is never among it. */
export interface PanelState {
  readonly tab: Tab;
  readonly splitter: number;
  readonly wrap: boolean;
  readonly timestamps: boolean;
  readonly level: string;
  /** Lines that are shown around each match, where only matches are shown. */
  readonly context: number;
  /** Projects of the list of services that the person folded or unfolded, by name; others come as they come. */
  readonly folds: Readonly<Record<string, boolean>>;
  /** Services whose log is shown; empty means all. */
  readonly services: readonly string[];
  /** Lines of each log to load; 0 means all. */
  readonly lines: number;
  /** How far back; 0 means any time. */
  readonly sinceSeconds: number;
}

/** The page says how many lines the person's settings ask for. */
const linesOfPage = Number(document.getElementById("drydock")?.dataset["lines"] ?? 1000);
const fresh: PanelState = {
  tab: "logs",
  splitter: 300,
  wrap: false,
  timestamps: true,
  level: "all",
  context: 0,
  folds: {},
  services: [],
  lines: linesOfPage,
  sinceSeconds: 0,
};

/** The extension host as the panel sees it, and what the panel remembers. */
export interface Host {
  post(message: PanelMessage): void;
  act(verb: Verb, target?: string): void;
  readonly state: PanelState;
  remember(change: Partial<PanelState>): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const stored = api.getState();
  let state: PanelState = { ...fresh, ...(typeof stored === "object" ? (stored as Partial<PanelState>) : {}) };
  return {
    post: message => api.postMessage(message),
    act: (verb, target = "") => api.postMessage({ type: "action", verb, target }),
    get state() {
      return state;
    },
    remember(change) {
      state = { ...state, ...change };
      api.setState(state);
    },
  };
}
