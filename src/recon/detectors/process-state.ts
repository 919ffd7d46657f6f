import type { PerProcessKind } from "../../model/recon";
import type { CallFact, Value } from "../../python/facts";
import { eachCall } from "../../python/each-call";
import type { PythonFile, PythonProject } from "../../python/project";
import { keywordOf, walk } from "../../python/values";
import { defineDetector } from "../define-detector";
import { among, isProductionCode } from "../integrations/own-code";

interface State {
  readonly kind: Exclude<PerProcessKind, "tables">;
  readonly what: string;
}

/** A name that a settings file, a class of settings or `app.config` gives a value to. */
interface WrittenSetting {
  readonly name: string;
  readonly value: Value;
  readonly scope: number;
  readonly offset: number;
}

interface Setting extends WrittenSetting {
  readonly file: PythonFile;
}

const FIXES: Readonly<Record<Exclude<PerProcessKind, "tables">, { readonly why: string; readonly fix: string }>> = {
  session: {
    why: "A person who signed in at one container is unknown to the next one.",
    fix: "Keep sessions in the database, in Redis, or signed in the cookie.",
  },
  cache: {
    why: "Each process has a cache of its own: what one forgets, the others still serve.",
    fix: "Use a cache that all share, such as Redis or Memcached.",
  },
  schedule: {
    why: "Every process starts the schedule, so each job runs once for each of them.",
    fix: "Run the scheduler in a service of its own that is never replicated.",
  },
  "rate-limit": {
    why: "Each process counts for itself, so a client gets the limit once for each of them.",
    fix: "Name a shared storage, such as redis://, for the counters.",
  },
  socket: {
    why: "A message reaches only those who are connected to the process that sends it.",
    fix: "Send messages through a shared broker, such as Redis.",
  },
};

/**
 * What a call keeps in its own process. `unless` names the keyword that moves it to a shared place, `setting` the setting
 * that does the same.
 * Sources: https://flask-limiter.readthedocs.io/en/stable/configuration.html, https://slowapi.readthedocs.io/en/latest/,
 * https://python-socketio.readthedocs.io/en/stable/server.html#using-a-message-queue,
 * https://flask-socketio.readthedocs.io/en/latest/deployment.html#using-multiple-workers
 */
const CALLS: readonly (State & {
  readonly callee: RegExp;
  readonly unless?: string;
  readonly setting?: RegExp;
})[] = [
  {
    callee: /^apscheduler\.schedulers\.(?:background|asyncio|tornado|twisted|gevent)\.\w+Scheduler$/,
    kind: "schedule",
    what: "APScheduler runs inside the web process",
  },
  {
    callee: /^flask_apscheduler\.APScheduler$/,
    kind: "schedule",
    what: "Flask-APScheduler runs inside the web process",
  },
  { callee: /^rocketry\.Rocketry$/, kind: "schedule", what: "Rocketry runs inside the web process" },
  {
    callee: /^(?:flask_limiter(?:\.\w+)*|slowapi(?:\.extension)?)\.Limiter$/,
    unless: "storage_uri",
    setting: /^RATELIMIT_STORAGE_UR[IL]$/,
    kind: "rate-limit",
    what: "the rate limiter counts in memory",
  },
  {
    callee: /^socketio\.(?:Async)?Server$/,
    unless: "client_manager",
    kind: "socket",
    what: "Socket.IO has no message queue",
  },
  {
    callee: /^flask_socketio\.SocketIO$/,
    unless: "message_queue",
    kind: "socket",
    what: "Flask-SocketIO has no message queue",
  },
  {
    callee: /^fastapi_cache\.backends\.inmemory\.InMemoryBackend$/,
    kind: "cache",
    what: "fastapi-cache keeps its values in memory",
  },
  { callee: /^aiocache\.(?:\w+\.)*SimpleMemoryCache$/, kind: "cache", what: "aiocache keeps its values in memory" },
];

const CONNECTIONS: State = { kind: "socket", what: "open WebSocket connections are kept in memory" };
/** Libraries that hand a message on to the connections of every process. */
const BROADCASTERS = ["broadcaster", "fastapi_websocket_pubsub", "channels"];

/** Settings that tell where something is kept. */
const MEANT = /^(?:SESSION_ENGINE|SESSION_TYPE|CACHE_TYPE|CACHES|BACKEND|RATELIMIT_STORAGE_UR[IL])$/;

const SETTINGS = among(isProductionCode, settingsIn);
const MAKING = among(
  isProductionCode,
  eachCall(
    /(?:Scheduler|Rocketry|Limiter|Server|SocketIO|InMemoryBackend|SimpleMemoryCache)$/,
    (project, file, call): readonly MakingCall[] => {
      const name = project.qualify(file, call.callee, call.scope);
      const state = CALLS.find(({ callee }) => callee.test(name));
      return state ? [{ file, call, state }] : [];
    },
  ),
);
const LISTS = among(isProductionCode, connectionLists);
/** Where an extension that was made before gets its application. */
const LATER = among(
  isProductionCode,
  eachCall(/(?:^|\.)init_app$/, (_project, _file, call) => [call]),
);

/** Sessions, caches, schedules, counters and connections that live in one process, so replicas do not share them. */
export const detector = defineDetector({
  id: "process-state",
  title: "State of one process",
  reads: { everything: true },
  detect({ project, each }) {
    const settings = each(SETTINGS);
    const evidence = ({ kind, what }: State, file: PythonFile, offset: number) => ({
      claim: "per-process" as const,
      kind,
      what,
      ...FIXES[kind],
      place: project.place(file, offset),
    });
    const fromSettings = settings.flatMap(setting => {
      const state = stateOf(project, setting, settings);
      return state ? [evidence(state, setting.file, setting.offset)] : [];
    });
    const fromCalls = each(MAKING).flatMap(({ file, call, state }) =>
      isShared(state, call, each(LATER), settings) ? [] : [evidence(state, file, call.offset)],
    );
    const lists = each(LISTS);
    const isHeld = lists.length > 0 && !hasBroadcast(project);
    const fromLists = lists
      .filter(({ module }) => isHeld && (module === null || project.thirdParty.has(module)))
      .map(({ file, offset }) => evidence(CONNECTIONS, file, offset));
    return [...fromSettings, ...fromCalls, ...fromLists];
  },
});

function hasBroadcast(project: PythonProject): boolean {
  return BROADCASTERS.some(module => project.thirdParty.has(module));
}

interface ConnectionList {
  readonly file: PythonFile;
  readonly offset: number;
  /** The library that has to be in use for it to hold connections. */
  readonly module: string | null;
}

/** `self.active: list[WebSocket] = []` of a hand-written manager, and aiohttp's `app["websockets"] = WeakSet()`. */
function connectionLists(project: PythonProject, file: PythonFile): readonly ConnectionList[] {
  const { assignments, definitions } = file.facts;
  return assignments.flatMap(({ target, annotation, key, value, scope, offset }): readonly ConnectionList[] => {
    const isEmpty =
      (value?.kind === "sequence" && value.items.length === 0) ||
      (value?.kind === "dict" && value.entries.length === 0) ||
      (value?.kind === "call" &&
        /(?:^|\.)(?:set|list|dict|deque|defaultdict|WeakSet|WeakKeyDictionary)$/.test(value.callee));
    if (!isEmpty) return [];
    if (key?.kind === "string")
      return /^(?:web_?)?sockets$/i.test(key.value) ? [{ file, offset, module: "aiohttp" }] : [];
    const outlives = /^(?:self|cls)\./.test(target) || definitions[scope]?.kind !== "function";
    const held = /(?:^|[[\s,|])([\w.]*(?:WebSocket|WebSocketResponse|WebSocketServerProtocol|ServerConnection))\b/.exec(
      annotation ?? "",
    )?.[1];
    const isOpen =
      held !== undefined &&
      /^(?:fastapi|starlette|aiohttp|websockets|quart|sanic|litestar)\./.test(project.qualify(file, held, scope));
    return outlives && isOpen ? [{ file, offset, module: null }] : [];
  });
}

function settingsIn(_project: PythonProject, file: PythonFile): readonly Setting[] {
  const { facts } = file;
  const found: WrittenSetting[] = [];
  const add = (name: string, value: Value, scope: number, offset: number): void => {
    if (/Dev|Local|Test|Debug/i.test(facts.definitions[scope]?.name ?? "")) return;
    if (MEANT.test(name)) found.push({ name, value, scope, offset });
  };
  const inside = (value: Value | null | undefined, scope: number): void =>
    walk(value, inner => {
      if (inner.kind === "dict")
        for (const { key, value: given } of inner.entries)
          if (key?.kind === "string") add(key.value, given, scope, key.offset);
    });
  for (const { target, key, value, scope, offset } of facts.assignments) {
    if (!value) continue;
    const name = key?.kind === "string" ? key.value : (target.split(".").at(-1) ?? "");
    add(name, value, scope, offset);
    inside(value, scope);
  }
  for (const { arguments: given, keywords, scope } of facts.calls) {
    for (const argument of given) inside(argument, scope);
    for (const { name, value } of keywords) {
      if (name !== null) add(name, value, scope, value.offset);
      inside(value, scope);
    }
  }
  const seen = new Set<number>();
  return found.flatMap(setting => {
    if (seen.has(setting.offset)) return [];
    seen.add(setting.offset);
    return [{ file, ...setting }];
  });
}

/**
 * Sources: https://docs.djangoproject.com/en/5.2/topics/http/sessions/#configuring-the-session-engine,
 * https://flask-session.readthedocs.io/en/latest/config.html, https://flask-caching.readthedocs.io/en/latest/,
 * https://channels.readthedocs.io/en/stable/topics/channel_layers.html#in-memory-channel-layer
 */
function stateOf(project: PythonProject, setting: Setting, all: readonly Setting[]): State | null {
  const { file, name, value, scope } = setting;
  const has = (module: string): boolean => project.thirdParty.has(module);
  const text = (): string => project.string(file, value, scope) ?? "";
  if (name === "SESSION_ENGINE") {
    if (text() === "django.contrib.sessions.backends.file")
      return { kind: "session", what: "Django keeps sessions in files" };
    const isCached = text() === "django.contrib.sessions.backends.cache";
    return isCached && !hasSharedCache(project, all)
      ? { kind: "session", what: "Django keeps sessions in a cache of the process" }
      : null;
  }
  if (name === "SESSION_TYPE" && has("flask_session")) {
    const own = ofOneProcess(text());
    return own !== null && !hasOther(project, setting, all)
      ? { kind: "session", what: `Flask-Session keeps sessions in ${own}` }
      : null;
  }
  if (name === "CACHE_TYPE" && has("flask_caching")) {
    const own = ofOneProcess(text());
    return own !== null && !hasOther(project, setting, all)
      ? { kind: "cache", what: `Flask-Caching keeps its values in ${own}` }
      : null;
  }
  if (name !== "BACKEND" || !has("django")) return null;
  const backend = text();
  if (backend === "django.core.cache.backends.locmem.LocMemCache")
    return { kind: "cache", what: "Django's cache is in memory" };
  if (backend === "django.core.cache.backends.filebased.FileBasedCache")
    return { kind: "cache", what: "Django's cache is in files" };
  return backend === "channels.layers.InMemoryChannelLayer"
    ? { kind: "socket", what: "the channel layer is in memory" }
    : null;
}

/** Where a type of Flask-Session or Flask-Caching keeps its values, for those that processes do not share. */
function ofOneProcess(type: string): "files" | "memory" | null {
  if (/(?:^|\.)(?:filesystem|cachelib|FileSystemCache)$/.test(type)) return "files";
  return /(?:^|\.)(?:simple|SimpleCache)$/.test(type) ? "memory" : null;
}

/** The same setting has a shared place elsewhere: which of them holds is decided where the code runs. */
function hasOther(project: PythonProject, { name, value }: Setting, all: readonly Setting[]): boolean {
  return all.some(
    other =>
      other.name === name &&
      other.value !== value &&
      !/^(?:null|NullCache|)$/.test(project.string(other.file, other.value, other.scope) ?? "?") &&
      ofOneProcess(project.string(other.file, other.value, other.scope) ?? "") === null,
  );
}

/** Without `CACHES` Django's cache is in memory. */
function hasSharedCache(project: PythonProject, settings: readonly Setting[]): boolean {
  return settings.some(({ file, name, value, scope }) => {
    if (name === "CACHES" && value.kind !== "dict") return true;
    return (
      name === "BACKEND" &&
      /[cC]ache/.test(project.string(file, value, scope) ?? "cache") &&
      !/locmem|dummy|filebased/.test(project.string(file, value, scope) ?? "")
    );
  });
}

interface MakingCall {
  readonly file: PythonFile;
  readonly call: CallFact;
  readonly state: (typeof CALLS)[number];
}

/** A shared place is named at the call itself, at a later `init_app`, or by a setting; `**options` may name it too. */
function isShared(
  { unless, setting }: (typeof CALLS)[number],
  call: CallFact,
  later: readonly CallFact[],
  settings: readonly Setting[],
): boolean {
  if (setting && settings.some(({ name }) => setting.test(name))) return true;
  if (unless === undefined) return false;
  const value = keywordOf(call, unless);
  if (value) return value.kind !== "string" || !value.value.startsWith("memory://");
  if (call.keywords.some(({ name }) => name === null)) return true;
  return later.some(each => keywordOf(each, unless) !== undefined);
}
