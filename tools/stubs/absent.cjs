// Stands in for parts of dockerode and of what autocannon brings that the bundles leave out. Using one of them is a defect of ours, so it says so.
module.exports = new Proxy(function () {}, {
  get: (target, key) => (key in target ? target[key] : undefined),
  construct() {
    throw new Error("This part of a package is not bundled.");
  },
  apply() {
    throw new Error("This part of a package is not bundled.");
  },
});
