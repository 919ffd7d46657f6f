import assert from "node:assert/strict";
import { at, dependency, entryPoint, recon } from "../recon-kit";
import { blueprintOf } from "../plan-kit";

const FLASK = "from flask import Flask\nfrom flask_socketio import SocketIO\napp = Flask(__name__)\n";

/** The options behind the address that gunicorn gets, and how many processes are set. */
async function served(code: string, packages: readonly string[]): Promise<readonly [string, unknown]> {
  const { plan } = await blueprintOf(
    recon({
      packageManager: { name: "pip", lock: null, place: at("requirements.txt:1") },
      dependencies: ["flask", "gunicorn", ...packages].map(name => dependency(name)),
      entryPoints: [entryPoint("wsgi", "app:app", "gunicorn app:app")],
    }),
    { "app.py": code, "requirements.txt": "flask\n" },
  );
  const value = (key: string): unknown => plan.decisions.find(decision => decision.key === key)?.value;
  const command = value("web.command");
  assert.ok(Array.isArray(command));
  return [/:8000 (.*) --worker-tmp-dir/.exec(command.join(" "))?.[1] ?? "", value("web.workers")];
}

describe("Socket.IO behind gunicorn", () => {
  it("has one worker of the class that is installed, eventlet before gevent", async () => {
    const code = `${FLASK}socketio = SocketIO(app)\n`;
    assert.deepEqual(await served(code, ["flask-socketio", "eventlet", "gevent"]), ["-k eventlet -w 1", 1]);
    assert.deepEqual(await served(code, ["flask-socketio", "gevent"]), ["-k gevent -w 1", 1]);
    assert.deepEqual(await served(code, ["flask-socketio", "gevent", "gevent-websocket"]), [
      "-k geventwebsocket.gunicorn.workers.GeventWebSocketWorker -w 1",
      1,
    ]);
    const server = "import socketio\nsio = socketio.Server()\napp = socketio.WSGIApp(sio)\n";
    assert.deepEqual(await served(server, ["python-socketio", "eventlet"]), ["-k eventlet -w 1", 1]);
  });

  it("has the mode that the code names, also by init_app", async () => {
    const named = `${FLASK}socketio = SocketIO()\nsocketio.init_app(\n    app,\n    async_mode="gevent",\n)\n`;
    assert.deepEqual(await served(named, ["flask-socketio", "eventlet", "gevent"]), ["-k gevent -w 1", 1]);
  });

  it("has not the mode of what only sends, nor one of several that the code chooses from", async () => {
    const sends = `${FLASK}socketio = SocketIO()\nif main:\n    socketio.init_app(app)\nelse:\n    socketio.init_app(None, message_queue=queue(1), async_mode="threading")\n`;
    assert.deepEqual(await served(sends, ["flask-socketio", "eventlet"]), ["-k eventlet -w 1", 1]);
    const chosen = `${FLASK}async_mode = "threading"\nif fast:\n    async_mode = "gevent"\nSocketIO(app, async_mode=async_mode)\n`;
    assert.deepEqual(await served(chosen, ["flask-socketio", "gevent"]), ["-k gevent -w 1", 1]);
    const set = `${FLASK}async_mode = "threading"\nSocketIO(app, async_mode=async_mode)\n`;
    assert.deepEqual(await served(set, ["flask-socketio", "gevent"]), ["-w 1 --threads 100", 1]);
  });

  it("has a thread for every connection without either", async () => {
    const threading = `${FLASK}socketio = SocketIO(app, async_mode="threading")\n`;
    assert.deepEqual(await served(threading, ["flask-socketio", "eventlet"]), ["-w 1 --threads 100", 1]);
    assert.deepEqual(await served(`${FLASK}SocketIO(app)\n`, ["flask-socketio"]), ["-w 1 --threads 100", 1]);
  });

  it("changes nothing where the code makes no server of it", async () => {
    assert.deepEqual(await served("import socketio\nsocketio.Client()\n", ["python-socketio", "eventlet"]), [
      "--threads 4",
      2,
    ]);
  });
});
