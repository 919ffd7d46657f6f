/** What a program of Node's world writes, and how its command line says where. */
export interface NodeTool {
  /** Options whose value is a folder that is made. */
  readonly folders?: readonly string[];
  /** Options whose value is a file that is made. */
  readonly files?: readonly string[];
  /** Globs of its configuration, beside the package.json. */
  readonly configurations?: readonly string[];
  /** Keys of that configuration whose value is a folder or file that is made. */
  readonly keys?: readonly string[];
  /** The folder where nothing says otherwise. */
  readonly usual?: string;
  /** Where only this word of its command line makes files that can be handed out (`nuxt generate`). */
  readonly subcommand?: string;
  /** Has a development server of its own, so a folder with it may be an application by itself. */
  readonly isServer?: boolean;
}

/** Sources: the documentation of each tool's command line and of its configuration's output option. */
export const NODE_TOOLS: Readonly<Record<string, NodeTool>> = {
  vite: {
    folders: ["--outDir"],
    configurations: ["vite.config.*"],
    keys: ["outDir"],
    usual: "dist",
    subcommand: "build",
    isServer: true,
  },
  "vue-cli-service": {
    folders: ["--dest"],
    configurations: ["vue.config.*"],
    keys: ["outputDir"],
    usual: "dist",
    subcommand: "build",
    isServer: true,
  },
  "react-scripts": { usual: "build", subcommand: "build", isServer: true },
  "react-app-rewired": { usual: "build", subcommand: "build", isServer: true },
  craco: { usual: "build", subcommand: "build", isServer: true },
  webpack: {
    folders: ["--output-path", "-o"],
    configurations: ["webpack*.*js", "webpack*.ts", "webpack/*.js", "config/webpack*.js"],
    keys: ["path"],
    usual: "dist",
    isServer: true,
  },
  rspack: { configurations: ["rspack.config.*"], keys: ["path"], usual: "dist", isServer: true },
  rsbuild: { configurations: ["rsbuild.config.*"], keys: ["root"], usual: "dist", isServer: true },
  parcel: { folders: ["--dist-dir", "-d"], usual: "dist", subcommand: "build", isServer: true },
  rollup: {
    folders: ["--dir", "-d"],
    files: ["--file", "-o"],
    configurations: ["rollup.config.*"],
    keys: ["file", "dir"],
  },
  esbuild: { folders: ["--outdir"], files: ["--outfile"] },
  ng: { folders: ["--output-path"], subcommand: "build", isServer: true },
  next: { configurations: ["next.config.*"], subcommand: "export", usual: "out", isServer: true },
  nuxt: { subcommand: "generate", usual: "dist", isServer: true },
  nuxi: { subcommand: "generate", usual: ".output/public", isServer: true },
  astro: { configurations: ["astro.config.*"], keys: ["outDir"], usual: "dist", subcommand: "build", isServer: true },
  gatsby: { usual: "public", subcommand: "build", isServer: true },
  ember: { folders: ["--output-path"], usual: "dist", subcommand: "build", isServer: true },
  tailwindcss: { files: ["--output", "-o"] },
  "@tailwindcss/cli": { files: ["--output", "-o"] },
  tailwind: { files: ["--output", "-o"] },
  postcss: { files: ["--output", "-o"], folders: ["--dir", "-d"] },
  "node-sass": { folders: ["--output", "-o"] },
  sass: {},
  lessc: {},
  terser: { files: ["--output", "-o"] },
  uglifyjs: { files: ["--output", "-o"] },
  cleancss: { files: ["--output", "-o"] },
  bun: { folders: ["--outdir"], files: ["--outfile"], subcommand: "build" },
  gulp: {},
  grunt: {},
  brunch: { usual: "public" },
};

/** Packages that need an older Node than is usual, by the first part of the version that is asked for. Source: their own tables of supported versions. */
export const NODE_LIMITS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "node-sass": { "4": "14", "5": "14", "6": "16", "7": "16", "8": "18", "9": "20" },
};

/** Bundlers whose hashes need OpenSSL's old provider since Node 17: below these major versions. Source: webpack/webpack#14532. */
export const LEGACY_OPENSSL: Readonly<Record<string, number>> = {
  webpack: 5,
  "react-scripts": 5,
  "@vue/cli-service": 5,
};

/** Programs that make documentation, lists of components or releases, never what an application hands out. */
export const SIDE_TOOLS: ReadonlySet<string> = new Set([
  "docusaurus",
  "vitepress",
  "vuepress",
  "typedoc",
  "storybook",
  "build-storybook",
  "start-storybook",
  "jsdoc",
  "mjml",
  "email",
  "react-email",
  "semantic-release",
  "release-it",
  "tsup",
  "microbundle",
]);
