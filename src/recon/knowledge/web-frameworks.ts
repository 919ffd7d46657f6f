import type { EntryPointKind } from "../../model/recon";

/** How applications of a framework are made and started. */
export interface WebFramework {
  /** Also the id of its detector. */
  readonly name: string;
  /** Calls that make an application object. */
  readonly constructors: readonly string[];
  readonly kind: Extract<EntryPointKind, "wsgi" | "asgi" | "server" | "dash">;
  /** The framework's documented default port of its own server, used where nothing says another. */
  readonly port: number;
  /** Attribute of the object that a server must be given, where it is not the object itself. */
  readonly attribute?: string;
  /** Method calls on the object that start a server of its own, with the port's position and keyword. */
  readonly run?: readonly string[];
  /** Position of the port among such a call's arguments, where it has one. */
  readonly portPosition?: number;
  /** Where the facts were read. */
  readonly source: string;
}

/** Frameworks whose application is an object in a module. */
export const WEB_FRAMEWORKS: readonly WebFramework[] = [
  {
    name: "flask",
    constructors: [
      "flask.Flask",
      "flask_api.FlaskAPI",
      "flask_openapi3.OpenAPI",
      "flask_openapi3.openapi.OpenAPI",
      "apiflask.APIFlask",
      "eve.Eve",
      "flask.app.Flask",
    ],
    kind: "wsgi",
    port: 8000,
    run: ["run"],
    portPosition: 1,
    source: "Flask documentation, Deploying to Production",
  },
  {
    name: "connexion",
    constructors: ["connexion.FlaskApp", "connexion.App", "connexion.AsyncApp", "connexion.AioHttpApp"],
    kind: "asgi",
    port: 8080,
    run: ["run"],
    source: "Connexion 3 documentation, Run your application",
  },
  {
    name: "chalice",
    constructors: ["chalice.Chalice", "chalice.app.Chalice"],
    kind: "server",
    port: 8000,
    source: "AWS Chalice documentation, Local Mode",
  },
  {
    name: "quart",
    constructors: ["quart.Quart", "quart_trio.QuartTrio"],
    kind: "asgi",
    port: 8000,
    run: ["run", "run_task"],
    source: "Quart documentation, Deployment",
  },
  {
    name: "fastapi",
    constructors: ["fastapi.FastAPI", "fastapi.applications.FastAPI", "fastapi_offline.FastAPIOffline"],
    kind: "asgi",
    port: 8000,
    source: "FastAPI documentation, Run a Server Manually",
  },
  {
    name: "starlette",
    constructors: ["starlette.applications.Starlette"],
    kind: "asgi",
    port: 8000,
    source: "Starlette documentation",
  },
  {
    name: "litestar",
    constructors: ["litestar.Litestar", "litestar.app.Litestar", "starlite.Starlite", "starlite.app.Starlite"],
    kind: "asgi",
    port: 8000,
    source: "Litestar documentation, Deployment",
  },
  {
    name: "blacksheep",
    constructors: ["blacksheep.Application", "blacksheep.server.Application"],
    kind: "asgi",
    port: 8000,
    source: "BlackSheep documentation",
  },
  {
    name: "esmerald",
    constructors: ["esmerald.Esmerald", "esmerald.Gateway", "ravyn.Ravyn", "lilya.apps.Lilya"],
    kind: "asgi",
    port: 8000,
    source: "Esmerald documentation",
  },
  {
    name: "fasthtml",
    constructors: ["fasthtml.common.FastHTML", "fasthtml.common.fast_app", "fasthtml.FastHTML", "fasthtml.fast_app"],
    kind: "asgi",
    port: 5001,
    source: "FastHTML documentation",
  },
  { name: "shiny", constructors: ["shiny.App"], kind: "asgi", port: 8000, source: "Shiny for Python documentation" },
  {
    name: "falcon",
    constructors: ["falcon.App", "falcon.API"],
    kind: "wsgi",
    port: 8000,
    source: "Falcon documentation, Deployment",
  },
  {
    name: "falcon",
    constructors: ["falcon.asgi.App"],
    kind: "asgi",
    port: 8000,
    source: "Falcon documentation, Deployment",
  },
  {
    name: "bottle",
    constructors: ["bottle.Bottle", "bottle.default_app"],
    kind: "wsgi",
    port: 8080,
    run: ["run"],
    source: "Bottle documentation, Deployment",
  },
  {
    name: "hug",
    constructors: ["hug.API"],
    kind: "wsgi",
    port: 8000,
    attribute: "__hug_wsgi__",
    source: "hug documentation",
  },
  {
    name: "dash",
    constructors: ["dash.Dash", "dash.dash.Dash", "dash_extensions.enrich.DashProxy"],
    kind: "dash",
    port: 8050,
    attribute: "server",
    run: ["run", "run_server"],
    source: "Dash documentation, Deploy",
  },
  {
    name: "sanic",
    constructors: ["sanic.Sanic", "sanic.app.Sanic"],
    kind: "server",
    port: 8000,
    run: ["run"],
    source: "Sanic documentation, Running Sanic",
  },
  {
    name: "robyn",
    constructors: ["robyn.Robyn"],
    kind: "server",
    port: 8080,
    run: ["start"],
    source: "Robyn documentation",
  },
  {
    name: "slack-bolt",
    constructors: [
      "slack_bolt.App",
      "slack_bolt.app.App",
      "slack_bolt.async_app.AsyncApp",
      "slack_bolt.app.async_app.AsyncApp",
    ],
    kind: "server",
    port: 3000,
    run: ["start"],
    portPosition: 0,
    source: "Bolt for Python documentation, Getting started over HTTP",
  },
  {
    name: "aiohttp",
    constructors: ["aiohttp.web.Application", "aiohttp.web_app.Application"],
    kind: "server",
    port: 8080,
    source: "aiohttp documentation, Server Deployment",
  },
  {
    name: "tornado",
    constructors: ["tornado.web.Application"],
    kind: "server",
    port: 8888,
    run: ["listen"],
    source: "Tornado documentation, Running and deploying",
  },
  {
    name: "webpy",
    constructors: ["web.application"],
    kind: "wsgi",
    port: 8080,
    run: ["run"],
    source: "web.py documentation",
  },
];

/** A function or method that starts a server for an application that it is given. */
export interface ServerCall {
  readonly name: string;
  /** Keyword and position of the application; the object the method is called on where the position is -1. */
  readonly application: number;
  readonly portKeyword: string;
  readonly portPosition: number;
  readonly hostKeyword: string;
  /** null where the library has none. */
  readonly defaultPort: number | null;
}

/** Library functions that serve an application object from Python code. */
export const SERVER_CALLS: readonly ServerCall[] = [
  {
    name: "uvicorn.run",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "uvicorn.Config",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  ...[
    { name: "twisted.internet.reactor.listenTCP", application: 1, portPosition: 0 },
    { name: "twisted.application.internet.TCPServer", application: 1, portPosition: 0 },
    { name: "twisted.internet.endpoints.TCP4ServerEndpoint", application: 2, portPosition: 1 },
  ].map(call => ({ ...call, portKeyword: "port", hostKeyword: "interface", defaultPort: null })),
  {
    name: "aiohttp.web.run_app",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8080,
  },
  // aiohttp documentation, "Application runners": the runner holds the application.
  {
    name: "aiohttp.web.TCPSite",
    application: 0,
    portKeyword: "port",
    portPosition: 2,
    hostKeyword: "host",
    defaultPort: 8080,
  },
  {
    name: "waitress.serve",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8080,
  },
  {
    name: "wsgiref.simple_server.make_server",
    application: 2,
    portKeyword: "port",
    portPosition: 1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "gevent.pywsgi.WSGIServer",
    application: 1,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "eventlet.wsgi.server",
    application: 1,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "werkzeug.serving.run_simple",
    application: 2,
    portKeyword: "port",
    portPosition: 1,
    hostKeyword: "hostname",
    defaultPort: 5000,
  },
  { name: "bottle.run", application: 0, portKeyword: "port", portPosition: -1, hostKeyword: "host", defaultPort: 8080 },
  {
    name: "cheroot.wsgi.Server",
    application: 1,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "hypercorn.asyncio.serve",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "hypercorn.trio.serve",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "host",
    defaultPort: 8000,
  },
  {
    name: "granian.Granian",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "address",
    defaultPort: 8000,
  },
  {
    name: "tornado.httpserver.HTTPServer",
    application: 0,
    portKeyword: "port",
    portPosition: -1,
    hostKeyword: "address",
    defaultPort: 8888,
  },
  {
    name: "flask_socketio.SocketIO().run",
    application: 0,
    portKeyword: "port",
    portPosition: 2,
    hostKeyword: "host",
    defaultPort: 5000,
  },
  // websockets documentation: "Server"; the first argument handles a connection.
  ...["", "server.", "asyncio.server.", "sync.server.", "legacy.server."].map(module => ({
    name: `websockets.${module}serve`,
    application: 0,
    portKeyword: "port",
    portPosition: 2,
    hostKeyword: "host",
    defaultPort: null,
  })),
];
