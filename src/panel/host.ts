import { lastingState } from "./lasting-state";
import type { PanelMessage, Tab, Verb } from "./protocol";

interface VsCodeApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What a reload brings back, and but for the words and services that are looked for also a panel that is opened anew; log text is never among it. */
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
  readonly find: string;
  readonly isRegex: boolean;
  readonly matchesCase: boolean;
  /** Only lines that match are shown. */
  readonly isOnly: boolean;
  /** Where the person was reading, for a panel that was hidden meanwhile. */
  readonly place: Place;
}

/** What is open and in sight; a number is meant for lines and builds of this window alone. */
export interface Place {
  /** Number of the first line of the log that is in sight; -1 where the log is followed. */
  readonly line: number;
  /** Number of the build whose steps are opened; -1 for none. */
  readonly build: number;
  readonly steps: readonly string[];
  /** How far the Build tab is scrolled down, in pixels. */
  readonly top: number;
}

/** The page says how many lines the person's settings ask for, and how the panel was set up when it was closed. */
const page = document.getElementById("drydock")?.dataset ?? {};
const fresh: PanelState = {
  tab: "logs",
  splitter: 300,
  wrap: false,
  timestamps: true,
  level: "all",
  context: 0,
  folds: {},
  services: [],
  lines: Number(page["lines"] ?? 1000),
  sinceSeconds: 0,
  find: "",
  isRegex: false,
  matchesCase: false,
  isOnly: false,
  place: { line: -1, build: -1, steps: [], top: 0 },
};

/** What is stored may come from an earlier version: only what is of the kind that is asked for counts. */
function restored(stored: unknown): PanelState {
  const known = typeof stored === "object" && stored !== null ? new Map<string, unknown>(Object.entries(stored)) : null;
  if (known === null) return fresh;
  const usable = Object.entries(fresh).filter(([key, value]) => {
    const own = known.get(key);
    return typeof own === typeof value && own !== null && Array.isArray(own) === Array.isArray(value);
  });
  return { ...fresh, ...Object.fromEntries(usable.map(([key]) => [key, known.get(key)])) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null; // A state that was cut off is none.
  }
}

/** The extension host as the panel sees it, and what the panel remembers. */
export interface Host {
  post(message: PanelMessage): void;
  act(verb: Verb, target?: string): void;
  readonly state: PanelState;
  remember(change: Partial<PanelState>): void;
  /** Remembers where the person is; it lasts as long as the panel's tab. */
  at(place: Partial<Place>): void;
}

export function connectHost(): Host {
  const api = acquireVsCodeApi();
  let state = restored(api.getState() ?? parsed(page["state"] ?? "null"));
  let kept = "";
  return {
    post: message => api.postMessage(message),
    act: (verb, target = "") => api.postMessage({ type: "action", verb, target }),
    get state() {
      return state;
    },
    remember(change) {
      state = { ...state, ...change };
      api.setState(state);
      const json = lastingState(state);
      if (json === kept) return;
      kept = json;
      api.postMessage({ type: "remember", state: json });
    },
    at(place) {
      state = { ...state, place: { ...state.place, ...place } };
      api.setState(state);
    },
  };
}
