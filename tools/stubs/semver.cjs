// Stands in for semver, of which autocannon asks one thing: whether this Node has worker threads, which each since 11.7 has.
module.exports = { gte: () => true };
