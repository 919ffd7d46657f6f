"""The few Redis commands that Harbour uses, in memory; for the tests of all services."""


class FakeRedis:
    """Lists and hashes like those of ``redis.Redis``."""

    def __init__(self) -> None:
        self.lists: dict[str, list[bytes]] = {}
        self.hashes: dict[str, dict[bytes, bytes]] = {}

    def ping(self) -> bool:
        return True

    def lpush(self, name: str, value: str) -> None:
        self.lists.setdefault(name, []).insert(0, value.encode())

    def llen(self, name: str) -> int:
        return len(self.lists.get(name, []))

    def lrem(self, name: str, count: int, value: bytes) -> None:
        self.lists[name].remove(value)

    def lmove(self, source: str, target: str, src: str, dest: str) -> bytes | None:
        if not self.lists.get(source):
            return None
        value = self.lists[source].pop(0 if src == "LEFT" else -1)
        items = self.lists.setdefault(target, [])
        items.insert(0 if dest == "LEFT" else len(items), value)
        return value

    def blmove(self, source: str, target: str, timeout: int, src: str, dest: str) -> bytes | None:
        return self.lmove(source, target, src, dest)

    def hset(self, name: str, key: str, value: str) -> None:
        self.hashes.setdefault(name, {})[key.encode()] = value.encode()

    def hvals(self, name: str) -> list[bytes]:
        return list(self.hashes.get(name, {}).values())
