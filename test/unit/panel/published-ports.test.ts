import assert from "node:assert/strict";
import { publishedPorts } from "../../../src/panel/published-ports";

const port = (publicPort: number | null, privatePort = 80, protocol = "tcp") => ({ publicPort, privatePort, protocol });

describe("publishedPorts", () => {
  it("gives each published port once, whatever addresses it is published on, and says what it leads to", () => {
    const ports = [port(8000), port(8000), port(null, 5678), port(9000, 9000), port(5353, 53, "udp")];
    assert.deepEqual(publishedPorts(ports), [
      { port: 8000, short: ":8000", words: "8000 → 80", isTcp: true },
      { port: 9000, short: ":9000", words: "9000 → 9000", isTcp: true },
      { port: 5353, short: ":5353/udp", words: "5353 → 53/udp", isTcp: false },
    ]);
  });

  it("puts those that a browser can open first", () => {
    const ports = [port(53, 53, "udp"), port(53, 53), port(8080, 80)];
    assert.deepEqual(
      publishedPorts(ports).map(({ short }) => short),
      [":53", ":8080", ":53/udp"],
    );
  });
});
