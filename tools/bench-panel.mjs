// The panel's own figures: `node tools/bench-panel.mjs` prints them, and `npm run bench` has them among the others. The
// real panel script runs in Chromium with a stand-in for the extension host, so neither an editor nor an engine is
// needed; CHROMIUM names the browser.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { inRoot } from "./project.mjs";

const LINES = 1_000_000;
const BATCH = 8000;
const CONTAINERS = 100;

/** Rows of the bench's table: what, input, figure, remark. */
export async function panelRows() {
  const browserPath = process.env.CHROMIUM;
  if (!browserPath) return [["panel", "", "not measured", "set CHROMIUM to a browser"]];
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
  });
  try {
    const open = async () => {
      const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
      await page.goto(server.address);
      await page.evaluate(() => window.painted);
      return page;
    };
    const paints = [];
    for (let run = 0; run < 5; run++) {
      const page = await open();
      paints.push(await page.evaluate(() => window.firstPaint));
      await page.close();
    }
    paints.sort((left, right) => left - right);
    const page = await open();
    const many = await page.evaluate(count => window.showContainers(count), CONTAINERS);
    const flood = await page.evaluate(([lines, batch]) => window.flood(lines, batch), [LINES, BATCH]);
    const perSecond = Math.round(LINES / (flood.ms / 1000));
    return [
      ["panel, first paint", "script to first frame", `${paints[2].toFixed(0)} ms`, range(paints)],
      ["panel, containers shown", `${CONTAINERS} containers`, `${many.toFixed(0)} ms`, ""],
      [
        "panel, flood",
        `${LINES.toLocaleString("en")} lines`,
        `${(flood.ms / 1000).toFixed(1)} s`,
        `${perSecond.toLocaleString("en")} lines a second`,
      ],
      [
        "panel, longest pause in the flood",
        "",
        `${flood.longest.toFixed(0)} ms`,
        `a key is answered within ${flood.key.toFixed(0)} ms`,
      ],
      [
        "panel, memory after the flood",
        `${flood.kept.toLocaleString("en")} lines kept`,
        `${Math.round(flood.bytes / 1e6)} MB`,
        flood.notice,
      ],
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

function range(sorted) {
  return `${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)}`;
}

/** A page with the panel's script and styles, and what plays the extension host. */
async function serve() {
  const parts = {
    "/": [
      "text/html",
      `<!DOCTYPE html><html><head><link rel="stylesheet" href="/panel.css"></head><body class="vscode-dark"><div id="drydock" data-lines="1000"></div><script>(${host.toString()})()</script><script src="/panel.js"></script></body></html>`,
    ],
    "/panel.css": ["text/css", readFileSync(inRoot("media/panel.css"))],
    "/panel.js": ["text/javascript", readFileSync(inRoot("dist/panel.js"))],
  };
  const server = createServer((request, response) => {
    const [type, body] = parts[request.url] ?? ["text/plain", ""];
    response.writeHead(200, { "content-type": type }).end(body);
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Runs in the page: a host that sends the next batch of lines when the one before is acknowledged. */
function host() {
  const began = performance.now();
  const waiting = new Map();
  window.acquireVsCodeApi = () => ({
    postMessage: message => message.type === "ack" && waiting.get(message.batch)?.(),
    getState: () => undefined,
    setState: () => undefined,
  });
  window.painted = new Promise(resolve => {
    const look = () => {
      if (document.querySelector(".tab")) {
        requestAnimationFrame(() => {
          window.firstPaint = performance.now() - began;
          resolve();
        });
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const send = message => window.postMessage(message, "*");
  const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
  const services = count =>
    Array.from({ length: count }, (_, at) => ({
      id: `id-${at}`,
      project: "shop",
      name: `service-${at}`,
      hasContainer: true,
      state: "running",
      health: "healthy",
      words: "healthy",
      isLooping: false,
      detail: "",
      image: "shop-web:latest",
      ports: [{ privatePort: 8000, publicPort: 30000 + at, protocol: "tcp" }],
      created: Date.now() / 1000 - at,
      status: "Up",
      isBuilt: true,
    }));
  const state = count => ({
    type: "state",
    engine: {
      state: "connected",
      context: "default",
      host: "h",
      reason: "r",
      version: "v",
      message: "",
      at: 1,
      retryAt: 0,
    },
    projects: [{ name: "shop", isOwn: true, files: [], services: services(count) }],
    crashes: [],
    busy: "",
    failure: "",
    hasCompose: true,
    hasDockerfile: true,
  });
  window.showContainers = async count => {
    const from = performance.now();
    send(state(count));
    while (document.querySelectorAll(".service").length < count) await frame();
    await frame();
    return performance.now() - from;
  };
  window.flood = async (total, size) => {
    let longest = 0;
    let last = performance.now();
    let running = true;
    const watch = now => {
      longest = Math.max(longest, now - last);
      last = now;
      if (running) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    const from = performance.now();
    let key = 0;
    for (let start = 0, batch = 1; start < total; start += size, batch++) {
      const lines = Array.from({ length: Math.min(size, total - start) }, (_, at) => ({
        seq: start + at,
        service: `service-${at % 4}`,
        label: `service-${at % 4}`,
        kind: at % 9 === 0 ? "stderr" : "stdout",
        at: new Date(Date.now()).toISOString(),
        text: `INFO request ${start + at} answered in ${at % 300} ms by worker ${at % 8}`,
      }));
      const acknowledged = new Promise(resolve => waiting.set(batch, resolve));
      send({ type: "logs", batch, lines, skipped: 0, older: 0, perSecond: 50_000, reset: false });
      await acknowledged;
      waiting.delete(batch);
      if (batch % 20 === 0) {
        const pressed = performance.now();
        document.querySelector(".log").dispatchEvent(new KeyboardEvent("keydown", { key: "t", bubbles: true }));
        await frame();
        key = Math.max(key, performance.now() - pressed);
      }
    }
    const ms = performance.now() - from;
    running = false;
    window.gc?.();
    await frame();
    const notice = document.querySelector(".log-notice")?.textContent ?? "";
    const kept = Number(/the last ([\d,.]+)/.exec(notice)?.[1]?.replace(/\D/g, "") ?? 0);
    return { ms, longest, key, kept, bytes: performance.memory.usedJSHeapSize, notice };
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const row of await panelRows()) console.log(row.join("   "));
}
