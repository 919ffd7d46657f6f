import assert from "node:assert/strict";
import { forFlask } from "../../../../src/recon/commands/old-flask";
import { dependency } from "../../scaffold/recon-kit";

const flask = (specifier: string, command: string): string =>
  forFlask(command.split(" "), [dependency("flask", { specifier })]).join(" ");

describe("Flask's own command", () => {
  it("takes the application by a variable before 2.2", () => {
    for (const specifier of ["==2.0.3", "~=1.1", "<2.2"])
      assert.equal(flask(specifier, "flask --app shop:app db upgrade"), "env FLASK_APP=shop:app flask db upgrade");
    assert.equal(
      flask("==1.1.2", "flask --app a:app run --port 80 --debug"),
      "env FLASK_APP=a:app FLASK_DEBUG=1 flask run --port 80",
    );
    assert.equal(
      flask("==1.1.2", "python -m debugpy -m flask --app a:app run --no-reload"),
      "env FLASK_APP=a:app python -m debugpy -m flask run --no-reload",
    );
  });

  it("is left alone from 2.2 on, and any other command as well", () => {
    for (const specifier of ["==2.2", ">=2.0", "", "~=2.2"])
      assert.equal(flask(specifier, "flask --app a:app db upgrade"), "flask --app a:app db upgrade");
    assert.equal(flask("==1.1.2", "flask db upgrade"), "flask db upgrade");
    assert.equal(flask("==1.1.2", "celery --app a worker"), "celery --app a worker");
  });
});
