import assert from "node:assert/strict";
import { detector } from "../../../../src/recon/detectors/lambda-functions";
import { detect } from "../../../kit/detect";

const HANDLER = "def lambda_handler(event, context):\n    return {}\n";
const RUN = "python -m awslambdaric";

describe("recon/detectors/lambda-functions", () => {
  it("starts the functions of a SAM template from the folders of their code", async () => {
    const template = [
      "Globals:",
      "  Function:",
      "    Runtime: python3.9",
      "Resources:",
      "  ListUsers:",
      "    Type: AWS::Serverless::Function",
      "    Properties:",
      "      CodeUri: users/",
      "      Handler: app.lambda_handler",
      "      Environment:",
      "        Variables:",
      "          TABLE: !Ref Table",
      "  Table:",
      "    Type: AWS::Serverless::SimpleTable",
      "",
    ].join("\n");
    assert.deepEqual(await detect(detector, { "template.yaml": template, "users/app.py": HANDLER }), [
      `script ListUsers app:lambda_handler = ${RUN} app.lambda_handler in users @template.yaml:9`,
    ]);
  });

  it("starts the functions of the Serverless Framework, and of its modules", async () => {
    const serverless = [
      "provider:",
      "  name: aws",
      "  runtime: python3.11",
      "functions:",
      "  list:",
      "    handler: src/users.list_all",
      "  tick:",
      "    module: jobs",
      "    handler: tick.run",
      "  gone:",
      "    handler: wsgi_handler.handler",
      "",
    ].join("\n");
    const found = await detect(detector, {
      "api/serverless.yml": serverless,
      "api/src/users.py": "def list_all(event, context):\n    return []\n",
      "api/jobs/tick.py": "def run(event, _context):\n    pass\n",
    });
    assert.deepEqual(found, [
      `script list src.users:list_all = ${RUN} src.users.list_all in api @api/serverless.yml:6`,
      `script tick tick:run = ${RUN} tick.run in api/jobs @api/serverless.yml:9`,
    ]);
  });

  it("starts handlers that no template names, once each", async () => {
    const found = await detect(detector, {
      "bot/main.py":
        "from aws_lambda_powertools import Logger\n\nlogger = Logger()\n\ndef handler(event: dict, context):\n    return {}\n",
      "thumbs.py": "def lambda_handler(event, _):\n    return {}\n",
    });
    assert.deepEqual(found, [
      `script bot main:handler = ${RUN} main.handler in bot @bot/main.py:5`,
      `script thumbs thumbs:lambda_handler = ${RUN} thumbs.lambda_handler @thumbs.py:1`,
    ]);
  });

  it("takes no other function for one of Lambda's", async () => {
    const none = await detect(detector, {
      "events.py":
        "def handler(event):\n    pass\n\nclass Bus:\n    def handler(self, event, context):\n        pass\n",
      "cloud.py": "def on_upload(event, context):\n    pass\n",
      "tests/test_app.py": HANDLER,
      "infra/serverless.yml": "provider:\n  runtime: nodejs18.x\nfunctions:\n  list:\n    handler: users.list_all\n",
      "infra/users.py": "def list_all(event, context):\n    pass\n",
      "template.yaml":
        "Resources:\n  One:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs20.x\n      Handler: events.handler\n",
      "main.py": "from fastapi import FastAPI\nfrom mangum import Mangum\napp = FastAPI()\nhandler = Mangum(app)\n",
    });
    assert.deepEqual(none, []);
  });

  it("takes no callback of a program or of the application for one, but by the name that only Lambda's have", async () => {
    const callback = "def handler(event, context):\n    return 1\n";
    const files = {
      "main.py": "import hooks\nimport cloud\nfrom flask import Flask\napp = Flask(__name__)\n",
      "hooks.py": callback,
      "server.py": `${callback}\nif __name__ == "__main__":\n    print(1)\n`,
      "cloud.py": HANDLER,
      "thumbs.py": callback,
      "tests/test_thumbs.py": "import thumbs\n",
    };
    assert.deepEqual(await detect(detector, files), [
      `script cloud cloud:lambda_handler = ${RUN} cloud.lambda_handler @cloud.py:1`,
      `script thumbs thumbs:handler = ${RUN} thumbs.handler @thumbs.py:1`,
    ]);
  });

  it("says nothing for what serves a whole application", async () => {
    const found = await detect(detector, {
      "main.py":
        "from fastapi import FastAPI\nfrom mangum import Mangum\napp = FastAPI()\n\ndef handler(event, context):\n    return Mangum(app)(event, context)\n",
    });
    assert.deepEqual(found, []);
    const chalice = await detect(detector, {
      "app.py":
        "from chalice import Chalice\napp = Chalice(app_name='shop')\n\n@app.lambda_function()\ndef handler(event, context):\n    return {}\n",
    });
    assert.deepEqual(chalice, [`script app app:handler = ${RUN} app.handler @app.py:5`]);
  });
});
