import assert from "node:assert/strict";
import { readRequirementsFile } from "../../../../src/python/manifests/requirements-file";
import { isInstalledTable, requirementsOfTable } from "../../../../src/python/packaging/installed-table";

const TABLE =
  "Package         Version    Editable project location\r\n--------------- ---------- -------------------------\r\nclick           8.0.1\r\nFlask-MySQLdb   0.2.0      /home/a/b\r\nMarkupSafe 2.0\r\n";

describe("python/packaging/installed-table", () => {
  it("is read as the requirements that it tells, in the places of its rows", () => {
    assert.ok(isInstalledTable(TABLE));
    assert.match(requirementsOfTable(TABLE), /^click==8\.0\.1 +\r?$/m);
    const file = readRequirementsFile("requirements.txt", TABLE, { has: () => false });
    assert.deepEqual(
      file?.declared.map(({ name, specifier, offset }) => `${name}${specifier} ${TABLE.slice(offset, offset + 5)}`),
      ["click==8.0.1 click", "flask-mysqldb==0.2.0 Flask", "markupsafe==2.0 Marku"],
    );
    assert.deepEqual(file?.problems, []);
  });

  it("is no list that only begins alike", () => {
    for (const text of ["flask==1.0\n", "Package Version\nflask 1.0\n", ""]) {
      assert.ok(!isInstalledTable(text));
      assert.equal(requirementsOfTable(text), text);
    }
  });
  it("knows the rows where the head of the table was cut off", () => {
    const rows = "click         8.0.3  \nFlask-MySQLdb  0.2.0\r\n\n";
    assert.equal(isInstalledTable(rows), true);
    assert.match(requirementsOfTable(rows), /^click==8\.0\.3 +\nFlask-MySQLdb==0\.2\.0\r\n\n$/);
    assert.equal(requirementsOfTable(rows).length, rows.length);
    assert.equal(isInstalledTable("click\nflask==2.0\n"), false);
    assert.equal(isInstalledTable("click 8.0.3\n-r base.txt\n"), false);
    assert.equal(isInstalledTable(""), false);
  });
});
