import assert from "node:assert/strict";
import { readRecon } from "../../../../src/recon/read-recon";
import { memoryFiles } from "../../../kit/memory-files";
import { changesOf, type Texts } from "../plan-kit";

const CODE = "def lambda_handler(event, context):\n    return {}\n";
const resource = (name: string): string =>
  `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.11\n      CodeUri: ${name}/\n      Handler: app.lambda_handler\n`;

async function planOf(texts: Texts): Promise<{ readonly files: readonly string[]; readonly kind: string }> {
  const recon = await readRecon(memoryFiles(texts), { name: "shop" });
  assert.ok(recon.entryPoints.some(({ command }) => command[2] === "awslambdaric"));
  const { files, plan } = await changesOf(recon, texts);
  const kind = plan.decisions.find(({ key }) => key === "application.kind");
  return {
    files: files.map(({ path }) => path).filter(path => !/^(?:\.|docs\/)/.test(path)),
    kind: `${String(kind?.value)}: ${kind?.reason ?? ""}`,
  };
}

describe("scaffold/decisions/lambda-functions", () => {
  it("plans no service for functions that Lambda alone runs, nor an image for each, and says so", async () => {
    const texts = {
      "template.yaml": `Resources:\n${resource("one")}${resource("two")}`,
      "one/app.py": CODE,
      "one/requirements.txt": "requests==2.32.0\n",
      "two/app.py": CODE,
      "two/requirements.txt": "requests==2.32.0\n",
    };
    const { files, kind } = await planOf(texts);
    assert.deepEqual(files, ["Dockerfile"]);
    assert.match(
      kind,
      /^library: Only Lambda and images of AWS's run the function app:lambda_handler \(template\.yaml:/,
    );
  });

  it("starts the script that stands beside functions", async () => {
    const script = 'import sys\n\nif __name__ == "__main__":\n    print(sys.argv)\n';
    const { kind } = await planOf({ "main.py": script, "requirements.txt": "requests==2.32.0\n", "job/app.py": CODE });
    assert.match(kind, /^job: A script is defined as main\.py/);
  });

  it("keeps what an image of AWS's starts, which answers its own interface", async () => {
    const texts = {
      "app.py": CODE,
      "requirements.txt": "requests==2.32.0\n",
      Dockerfile:
        'FROM public.ecr.aws/lambda/python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app.py ${LAMBDA_TASK_ROOT}\nCMD ["app.lambda_handler"]\n',
    };
    assert.match((await planOf(texts)).kind, /^job: /);
  });
});
