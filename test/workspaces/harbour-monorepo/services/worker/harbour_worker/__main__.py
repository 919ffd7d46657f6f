"""``python -m harbour_worker``: take arrivals from the queue until told to stop."""

import logging
import signal
import time

import requests
from harbour_common.config import configure_logging
from harbour_common.queue import ArrivalQueue, connect

from harbour_worker.notices import post

log = logging.getLogger("harbour.worker")


class Worker:
    """The loop; ``stop`` ends it after the arrival at hand."""

    def __init__(self, queue: ArrivalQueue, pause: float = 5.0) -> None:
        self.queue = queue
        self.pause = pause
        self.running = True

    def stop(self, *_: object) -> None:
        self.running = False

    def step(self) -> bool:
        """Handle one arrival; False if there was none."""
        try:
            return self.queue.handle_next(post)
        except ValueError:
            log.exception("dropped a job")
        except requests.RequestException:
            log.warning("notices cannot be posted, trying again in %s s", self.pause, exc_info=True)
            time.sleep(self.pause)
        return True

    def run(self) -> None:
        while self.running:
            self.step()


def main() -> None:
    """Entry point."""
    configure_logging()
    worker = Worker(ArrivalQueue(connect()))
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    log.info("waiting for arrivals in %s", worker.queue.name)
    worker.run()
    log.info("stopped")


if __name__ == "__main__":
    main()
