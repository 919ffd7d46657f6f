// The laws that a linter can hold; the rest are tests under test/tidy.
import tseslint from "typescript-eslint";

const noVscode = { name: "vscode", message: "Law 1: only src/editor and src/extension.ts know the editor." };
const noDockerode = { name: "dockerode", message: "Law 1: only src/engine knows dockerode." };

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      "out/**",
      "node_modules/**",
      "test/workspaces/**",
      "test/**/golden/**",
      "test/**/broken/**",
      "tools/**",
      "*.mjs",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Exports have names." },
        { selector: "Program > VariableDeclaration[kind='let']", message: "Law 4: no module-level let." },
      ],
      "no-restricted-imports": ["error", { paths: [noVscode, noDockerode] }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "prefer-const": "error",
    },
  },
  {
    files: ["src/editor/**/*.ts", "src/extension.ts", "test/editor/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { paths: [noDockerode] }] },
  },
  {
    files: ["src/engine/**/*.ts", "test/docker/**/*.ts", "test/kit/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { paths: [noVscode] }] },
  },
  // A ratchet: it is the most that any function has, and only ever comes down.
  { files: ["src/**/*.ts"], rules: { complexity: ["error", 20] } },
  // The lexer is one loop over characters: a step of it that had a function of its own would be called for each of them.
  { files: ["src/python/scan/lexer.ts"], rules: { complexity: "off" } },
  // The shell loads the other bundles by path when they are first needed; CommonJS has no other way to do that at once.
  {
    files: ["src/editor/load-core.ts", "src/editor/workbench.ts", "src/app/worker-entry.ts"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
