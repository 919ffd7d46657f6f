import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/scrapy";
import { detect } from "../../../kit/detect";

const CFG = "[settings]\ndefault = shop.settings\n";
const spider = (name: string): string => `import scrapy\nclass One(scrapy.Spider):\n    name = "${name}"\n`;

describe("recon/detectors/scrapy", () => {
  it("crawls with the one spider, and leaves the choice among several to a person", async () => {
    const one = { "scrapy.cfg": CFG, "shop/spiders/__init__.py": "", "shop/spiders/a.py": spider("a") };
    assert.deepEqual(await detect(detector, one), [
      "framework scrapy @scrapy.cfg:1",
      "script crawl scrapy crawl a = scrapy crawl a @scrapy.cfg:1",
    ]);
    assert.deepEqual(
      (await detect(detector, { ...one, "shop/spiders/b.py": spider("b") }))[1],
      ["cli scrapy scrapy = scrapy @scrapy.cfg:1"].join(""),
    );
  });
  it("takes no spider outside a project of Scrapy, and no file that only deploys", async () => {
    assert.deepEqual(await detect(detector, { "spiders/a.py": spider("a") }), []);
    assert.deepEqual(
      await detect(detector, { "scrapy.cfg": "[deploy]\nproject = x\n", "spiders/a.py": spider("a") }),
      [],
    );
  });
});
