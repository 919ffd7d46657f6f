import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/environment";
import { evidenceOf } from "../../../kit/detect";

const READ = "os.environ.get('KEY')";

/** Expressions that a read may stand in, and statements that an expression may stand in (language reference 6 and 7). */
const EXPRESSIONS = [
  READ,
  `not ${READ}`,
  `not not ${READ}`,
  `((${READ}))`,
  `${READ} or 'x'`,
  `${READ} and 1`,
  `-int(${READ})`,
  `[${READ}]`,
  `(${READ},)`,
  `{'a': ${READ}}`,
  `f'{${READ.replaceAll("'", '"')}}'`,
  `${READ}['a']`,
  `${READ}.strip()`,
  `(lambda: ${READ})()`,
  `[x for x in ${READ}]`,
  `${READ} if ${READ} else ${READ}`,
  `${READ} is None`,
  `'%s' % ${READ}`,
  "os.environ['KEY']",
  "not os.environ['KEY']",
  "'KEY' not in os.environ",
];
const STATEMENTS = [
  "assert _, 'no'",
  "assert _",
  "assert not (_)",
  "x = _",
  "x: str = _",
  "x += _",
  "return _",
  "yield _",
  "if _:\n        raise ValueError",
  "if not _:\n        raise ValueError",
  "while _:\n        break",
  "for a in _:\n        pass",
  "f(_, a=_)",
  "raise ValueError(_)",
  "match _:\n        case 'a':\n            pass",
  "def h(a=_):\n        return a",
  "class C(B, k=_):\n        a = _",
  "try:\n        x = _\n    except KeyError:\n        raise",
];

describe("recon/environment", () => {
  it("finds a read in every statement and expression, and comes to an end", async () => {
    for (const expression of EXPRESSIONS) {
      const files = STATEMENTS.map((statement, at) => {
        const body = statement.replaceAll("_", expression);
        return [`m${at}.py`, `import os\ndef k():\n    ${body}\n`] as const;
      });
      const found = await evidenceOf(detector, Object.fromEntries(files));
      const read = new Set(found.map(({ place }) => place?.path));
      assert.deepEqual(
        files.flatMap(([path, text]) => (read.has(path) ? [] : [text])),
        [],
      );
    }
  });
});
