import assert from "node:assert/strict";
import fc from "fast-check";
import {
  clausesOf,
  compareVersions,
  exactVersion,
  lowerBound,
  minorAllowed,
  minorOf,
  normalizeSpecifier,
  satisfies,
  upperBound,
} from "../../../../src/python/packaging/versions";

describe("normalizeSpecifier", () => {
  it("joins clauses without spaces", () => {
    assert.equal(normalizeSpecifier(" >= 1.0 , < 2 "), ">=1.0,<2");
    assert.equal(normalizeSpecifier("(>=1,<2)"), ">=1,<2");
    assert.equal(normalizeSpecifier("*"), "");
  });

  it("reads what old tools accepted", () => {
    assert.equal(normalizeSpecifier(">=3.6.*"), ">=3.6");
    assert.equal(normalizeSpecifier(">=3.6 <4"), ">=3.6,<4");
    assert.equal(normalizeSpecifier("3.11"), "==3.11.*");
    assert.equal(normalizeSpecifier("==3.*"), "==3.*");
  });

  it("ends on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>=!~^,.*| 0123456789abc()") }), text => {
        for (const { version } of clausesOf(text)) assert.notEqual(version, "");
        normalizeSpecifier(text);
        lowerBound(text);
        upperBound(text);
        exactVersion(text);
      }),
    );
  });
});

describe("satisfies", () => {
  it("knows alternatives, prefixes and compatible releases", () => {
    assert.ok(satisfies("2.1", "<1 || >=2"));
    assert.ok(!satisfies("1.5", "<1 || >=2"));
    assert.ok(satisfies("1.4.5", "~=1.4.2"));
    assert.ok(!satisfies("1.5.0", "~=1.4.2"));
    assert.ok(satisfies("2.0.0rc1", ">=1"));
  });

  it("excludes nothing where it cannot read", () => {
    assert.ok(satisfies("1.0", "banana"));
    assert.ok(satisfies("banana", ">=1"));
  });
});

describe("minorAllowed", () => {
  it("tries the patch releases that matter", () => {
    assert.ok(minorAllowed(">=3.11.4", "3.11"));
    assert.ok(minorAllowed("<3.11.4", "3.11"));
    assert.ok(minorAllowed("==3.11.7", "3.11"));
    assert.ok(!minorAllowed(">=3.12", "3.11"));
    assert.ok(!minorAllowed("<3.11", "3.11"));
    assert.ok(!minorAllowed(">=3.8,!=3.11.*", "3.11"));
    assert.ok(minorAllowed("", "3.11"));
    assert.ok(minorAllowed(">=2.7,!=3.0.*,!=3.1.*", "3.11"));
  });
});

describe("bounds", () => {
  it("finds the lower end", () => {
    assert.equal(lowerBound(">=1.2,<2"), "1.2");
    assert.equal(lowerBound("==1.2.*"), "1.2");
    assert.equal(lowerBound("<2"), null);
    assert.equal(lowerBound(">=2 || >=1.5"), "1.5");
  });

  it("finds the upper end", () => {
    assert.equal(upperBound(">=1,<2"), "2");
    assert.equal(upperBound("==1.2.*"), "1.3");
    assert.equal(upperBound("~=1.4.2"), "1.5");
    assert.equal(upperBound(">=1"), null);
  });

  it("finds the one version", () => {
    assert.equal(exactVersion("==1.2.3"), "1.2.3");
    assert.equal(exactVersion("==1.2.*"), null);
    assert.equal(exactVersion(">=1.2.3"), null);
  });
});

describe("compareVersions", () => {
  it("orders by PEP 440", () => {
    assert.ok(compareVersions("1.10", "1.9") > 0);
    assert.ok(compareVersions("1.0rc1", "1.0") < 0);
    assert.equal(compareVersions("1.0", "1.0.0"), 0);
    assert.ok(compareVersions("none", "0.1") < 0);
  });

  it("takes the minor", () => {
    assert.equal(minorOf("3.11.4"), "3.11");
    assert.equal(minorOf("3"), "3");
    assert.equal(minorOf("x"), null);
  });
});
