"""Command line of ``hours``."""

import argparse
import sys

from hours import __version__, client, config, report, sheet


def parser():
    """The argument parser."""
    top = argparse.ArgumentParser(prog="hours", description="Time sheets: check, report, push.")
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = top.add_subparsers(dest="command", required=True)
    for name, text in [
        ("check", "complain about what cannot be right"),
        ("report", "print sums"),
        ("push", "send rows to the server"),
    ]:
        command = commands.add_parser(name, help=text)
        command.add_argument("files", nargs="+", metavar="FILE")
        if name == "report":
            command.add_argument("--by", choices=["person", "project", "day"], default="person")
    return top


def main(arguments=None):
    """Returns the exit code: 0 fine, 1 complaints or a failed push, 2 unusable arguments."""
    options = parser().parse_args(arguments)
    rows, complaints = [], []
    for path in options.files:
        try:
            found, wrong = sheet.read(path)
        except OSError as error:
            print(f"hours: {error}", file=sys.stderr)
            return 2
        rows += found
        complaints += wrong
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    if complaints:
        return 1
    if options.command == "check":
        print(f"{len(rows)} rows are fine.")
    elif options.command == "report":
        print(report.table(rows, options.by))
    else:
        try:
            count = client.push(rows, config.server(), client.Sent(config.state_path()))
        except (config.ConfigError, client.ServerError) as error:
            print(f"hours: {error}", file=sys.stderr)
            return 1
        print(f"Sent {count} of {len(rows)} rows.")
    return 0
