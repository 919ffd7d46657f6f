import { COPY_STREAM } from "./copy-stream";

/** Up to the ports that are passed on. Runs on every Python from 3.6 on, standard library only. */
export const FORWARD_HEAD = `"""Passes connections on between localhost and what the code expects there, then becomes the command that it is given.

The code has these addresses written down. Where it reads the host from a variable, this file is not needed.
"""

import asyncio
import os
import socket
import sys

# Port of this container, service, port of the service.
PORTS = [`;

/** What follows on the lists of ports and of socket files. */
export const FORWARD_BODY = `

def addresses_of(name):
    try:
        return set(socket.gethostbyname_ex(name)[2])
    except OSError:
        return set()


def listen():
    """Opens what is asked of this container, each with where it leads to."""
    own = addresses_of(socket.gethostname())
    for port in OWN_PORTS:
        # Not on every address, of which the program needs one.
        for address in sorted(one for one in own if not one.startswith("127.")):
            try:
                opened = socket.socket(socket.AF_INET)
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                opened.bind((address, port))
            except OSError as error:
                print("%s:%d is not passed on to localhost: %s" % (address, port, error), file=sys.stderr)
                continue
            opened.listen(128)
            yield opened, "127.0.0.1", port
    for port, service, target in PORTS:
        if own & addresses_of(service):
            # This is the service itself, which needs the port.
            continue
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            try:
                opened = socket.socket(family)
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                opened.bind((address, port))
            except OSError as error:
                # Containers without IPv6 are usual.
                if family == socket.AF_INET:
                    print("localhost:%d is not passed on to %s: %s" % (port, service, error), file=sys.stderr)
                continue
            opened.listen(128)
            yield opened, service, target
    for path, service, target in SOCKET_FILES:
        try:
            if os.path.exists(path):
                os.unlink(path)
            opened = socket.socket(socket.AF_UNIX)
            opened.bind(path)
        except OSError as error:
            print("%s is not passed on to %s: %s" % (path, service, error), file=sys.stderr)
            continue
        opened.listen(128)
        yield opened, service, target


${COPY_STREAM}


def pass_on(service, target):
    async def connected(reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection(service, target)
        except OSError as error:
            print("%s:%d does not answer: %s" % (service, target, error), file=sys.stderr)
            writer.close()
            return
        await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))

    return connected


async def serve(opened):
    for one, service, target in opened:
        start = asyncio.start_unix_server if one.family == socket.AF_UNIX else asyncio.start_server
        await start(pass_on(service, target), sock=one)


def main():
    opened = list(listen())
    # A grandchild, so that the command does not find a child that it never started.
    if opened and os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(serve(opened))
            loop.run_forever()
        os._exit(0)
    if opened:
        os.wait()
    for one, _, _ in opened:
        one.close()
    if len(sys.argv) > 1:
        os.execvp(sys.argv[1], sys.argv[1:])


main()`;
