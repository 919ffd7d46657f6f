// Stands in for the histograms of WebAssembly, which are a fifth of the engine's bundle: where there is none, those of
// plain JavaScript do the same for a short load.
module.exports = {
  webAssemblyAvailable: false,
  initWebAssembly: () => Promise.resolve(),
  initWebAssemblySync() {},
  WasmHistogram: class {},
};
