// Stands in for lodash.clonedeep: the options of a load are plain objects, lists and values.
const isPlain = value => [null, Object.prototype].includes(Object.getPrototypeOf(value));
module.exports = function clone(value) {
  if (Array.isArray(value)) return value.map(clone);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clone(each)]));
};
