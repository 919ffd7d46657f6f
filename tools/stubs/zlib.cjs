// Stands in for pako: Node's own zlib under the names that autocannon's histograms call.
const { deflateSync, inflateSync } = require("zlib");
module.exports = { deflate: deflateSync, inflate: inflateSync };
