// A stand-in for the editor's own module, so that the bench can load and activate the extension in a plain process. It has
// every name that @types/vscode exports, and answers anything: what is measured is our own code, not the editor's.
const { vscodeNames } = require("./vscode-names.cjs");

/** Something that can be called, constructed, extended, read and iterated (as empty). */
function anything() {
  return new Proxy(class {}, {
    get(target, key) {
      if (key === "prototype") return target.prototype;
      if (key === Symbol.iterator) return [][Symbol.iterator];
      if (key === Symbol.toPrimitive) return () => "";
      if (key === "then") return undefined;
      return anything();
    },
    set: () => true,
    apply: () => anything(),
    construct: (target, _words, made) => Reflect.construct(target, [], made === undefined ? target : made),
  });
}

const module_ = Object.fromEntries(vscodeNames().map(name => [name, anything()]));
const configuration = { get: (_key, fallback) => fallback, has: () => false, inspect: () => undefined };
const own = (given, values) =>
  new Proxy(given, { get: (target, key) => (key in values ? values[key] : Reflect.get(target, key)) });
module_.workspace = own(module_.workspace, {
  workspaceFolders: undefined,
  textDocuments: [],
  getConfiguration: () => configuration,
});
module_.window = own(module_.window, { visibleTextEditors: [], tabGroups: { all: [] }, activeTextEditor: undefined });
module_.EventEmitter = class {
  event = () => ({ dispose() {} });
  fire() {}
  dispose() {}
};
module_.Disposable = class {
  static from() {
    return { dispose() {} };
  }
  dispose() {}
};
module.exports = module_;
