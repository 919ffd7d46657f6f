import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/hydra-variables";
import { evidenceOf } from "../../../kit/detect";

const MAIN =
  'import hydra\n\n@hydra.main(version_base=None, config_path="conf", config_name="config")\ndef main(cfg):\n    pass\n';

describe("recon/detectors/hydra-variables", () => {
  it("finds what OmegaConf fills in, needed in the file that the code names", async () => {
    const found = await evidenceOf(detector, {
      "train.py": MAIN,
      "conf/config.yaml":
        "db:\n  user: ${oc.env:DB_USER}\n  password: ${oc.env:DB_PASSWORD, 'x'}\n  home: ${oc.env:HOME}\nnone: ${oc.env:EXTRA,null}\n# h: ${oc.env:COMMENTED}\nc: ${oc.env:NESTED,${oc.env:INNER,x}}\n",
      "conf/model/large.yaml": "root: ${oc.env:MODEL_ROOT}/weights\nold: ${env:OLD_ROOT}\n",
      "deploy/compose.yaml": "services: {}\n",
    });
    assert.deepEqual(
      found.flatMap(one =>
        one.claim === "environment"
          ? `${one.name} ${String(one.default)} ${[one.required && "required", one.secret && "secret"].filter(Boolean).join(" ")}@${one.place.path}:${String(one.place.line)}`
          : [],
      ),
      [
        "DB_USER null required@conf/config.yaml:2",
        "DB_PASSWORD x secret@conf/config.yaml:3",
        "EXTRA null @conf/config.yaml:5",
        "NESTED null @conf/config.yaml:7",
        "INNER x @conf/config.yaml:7",
        "MODEL_ROOT null @conf/model/large.yaml:1",
      ],
    );
  });

  it("takes such words for nothing where the code has no OmegaConf", async () => {
    assert.deepEqual(
      await evidenceOf(detector, { "app.py": "import yaml\n", "conf/config.yaml": "a: ${oc.env:NAME}\n" }),
      [],
    );
  });
});
