import { isInside } from "../../model/paths";
import type { Workspace } from "../../workspace/workspace";

/** That the code makes a Socket.IO server for WSGI, and the one `async_mode` that it names. */
export interface SocketServer {
  readonly mode: string | null;
}

const OUTSIDE = /(?:^|\/)(?:tests?|docs?|examples?)\/|(?:^|\/)(?:test_[^/]*|conftest)\.py$/;
const MADE = /^(?:from|import) flask_socketio\b[^]*?\bSocketIO\(|^import socketio\b[^]*?\bsocketio\.Server\(/m;
const MODE = /\basync_mode\s*=\s*["'](\w+)["']/g;
/** What has no application sends messages from another process: a worker's `init_app(None, message_queue=…)`. */
const SENDER = /\b(?:init_app|SocketIO)\(\s*None\b(?:[^()]|\([^()]*\))*\)/g;

/** The Socket.IO server of a unit, of Flask-SocketIO or of python-socketio; `AsyncServer` is none for WSGI. */
export function readSocketServer(workspace: Workspace, unit: string): SocketServer | null {
  const texts = workspace
    .paths("*.py")
    .filter(path => isInside(unit, path) && !OUTSIDE.test(path))
    .map(path => workspace.text(path) ?? "");
  if (!texts.some(text => MADE.test(text))) return null;
  // `init_app`, which may name it as well, can stand in another file.
  const named = texts
    .filter(text => /socketio/i.test(text))
    .flatMap(text => [...text.replace(SENDER, "").matchAll(MODE)].flatMap(([, mode]) => mode ?? []));
  const [mode = null, ...others] = new Set(named);
  return { mode: others.length > 0 ? null : mode };
}
