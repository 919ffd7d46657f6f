import assert from "node:assert/strict";
import { languageOf } from "../../../../src/editor/lint/lint-language";

describe("languageOf", () => {
  it("knows Docker files by VS Code's language and by their names", () => {
    assert.equal(languageOf("dockerfile", "/shop/image.txt"), "dockerfile");
    assert.equal(languageOf("plaintext", "/shop/Dockerfile.dev"), "dockerfile");
    assert.equal(languageOf("yaml", "/shop/docker-compose.prod.yml"), "compose");
    assert.equal(languageOf("yaml", "/shop/settings.yml"), null);
  });

  it("lints the ignore file of a Dockerfile as none, whatever VS Code takes it for", () => {
    for (const language of ["dockerfile", "ignore", "plaintext"])
      assert.equal(languageOf(language, "/shop/api/Dockerfile.dockerignore"), null, language);
  });
});
