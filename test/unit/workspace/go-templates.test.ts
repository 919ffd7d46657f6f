import assert from "node:assert/strict";
import fc from "fast-check";
import { toValue } from "../../../src/workspace/data-node";
import { coverTemplates, fillTemplate } from "../../../src/workspace/go-templates";
import { parseYaml, readYamlDocuments } from "../../../src/workspace/yaml";

describe("workspace/go-templates", () => {
  it("covers actions without moving what stands behind them, whatever the text", () => {
    const parts = [
      "{{",
      "}}",
      "{{- if .A }}",
      "a: ",
      "\n",
      "  - ",
      "}",
      "{",
      '"',
      "{{ toYaml .Values.a | nindent 2 }}",
      "x",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), drawn => {
        const text = drawn.join("");
        assert.equal(coverTemplates(text).length, text.length);
        readYamlDocuments(text);
      }),
    );
  });

  it("reads every document, with a value on the line below its key", () => {
    const text =
      "a: {{ .Values.a }}\n{{- if .Values.b }}\nb:\n  {{- toYaml .Values.b | nindent 2 }}\n{{- end }}\n---\nc: 1\n";
    assert.deepEqual(readYamlDocuments(text).map(toValue), [{ a: "_".repeat(15), b: "_".repeat(35) }, { c: 1 }]);
  });

  it("fills in values and defaults alone", () => {
    const { root } = parseYaml("web:\n  image: shop\n  port: 8080\n");
    const fill = (text: string): string | null => fillTemplate(text, root, null);
    assert.equal(fill("{{ .Values.web.image }}:{{ $.Values.web.port | int }}"), "shop:8080");
    assert.equal(fill('{{ .Values.web.tag | default "latest" | quote }}'), "latest");
    assert.equal(fill("{{ default 9000 .Values.web.other }}"), "9000");
    for (const text of [
      "{{ .Values.none }}",
      '{{ include "x" . }}',
      "{{ .Values.web.image | upper }}",
      "{{ .Release.Name }}",
    ])
      assert.equal(fill(text), null, text);
  });
});
