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
  it("tells each project by the spiders in its own folder, of which one may bear a name from elsewhere", async () => {
    const entries = async (files: Readonly<Record<string, string>>): Promise<readonly string[]> =>
      (await detect(detector, files)).filter(line => !line.startsWith("framework"));
    const a = {
      "a/scrapy.cfg": CFG,
      "a/shop/names.py": 'BOT_NAME = "a-spider"\n',
      "a/shop/spiders/a.py":
        "import scrapy\nfrom shop.names import BOT_NAME\nclass One(scrapy.Spider):\n    name = BOT_NAME\n",
    };
    const b = { "b/scrapy.cfg": CFG, "b/shop/spiders/b.py": spider("b-spider") };
    assert.deepEqual(await entries({ ...a, ...b }), [
      "script crawl scrapy crawl a-spider = scrapy crawl a-spider in a @a/scrapy.cfg:1",
      "script crawl scrapy crawl b-spider = scrapy crawl b-spider in b @b/scrapy.cfg:1",
    ]);
    const nested = { "scrapy.cfg": CFG, "shop/spiders/c.py": spider("c"), ...b };
    assert.match((await entries(nested)).join("\n"), /^script crawl scrapy crawl c = .* @scrapy\.cfg:1$/m);
    // Which name it has, only a run tells, so that a person names one.
    const unknown = { ...b, "b/shop/spiders/d.py": "class Two(Base):\n    name = os.environ['NAME'] + '-x'\n" };
    assert.deepEqual(await entries(unknown), ["cli scrapy scrapy = scrapy in b @b/scrapy.cfg:1"]);
    const item = {
      ...b,
      "b/shop/spiders/items.py": "import scrapy\nclass Item(scrapy.Item):\n    name = scrapy.Field()\n",
    };
    assert.match((await entries(item)).join(), /^script crawl /);
  });
  it("takes no spider outside a project of Scrapy, and no file that only deploys", async () => {
    assert.deepEqual(await detect(detector, { "spiders/a.py": spider("a") }), []);
    assert.deepEqual(
      await detect(detector, { "scrapy.cfg": "[deploy]\nproject = x\n", "spiders/a.py": spider("a") }),
      [],
    );
  });
});
