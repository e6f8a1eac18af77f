"""Run the counterparties, or make their keys.

python -m sandbox --port 8009 --seed 1 --callback http://127.0.0.1:8002/gateway/ --state DIR [--keys DIR]
python -m sandbox keys DIR
"""

import argparse
import logging
import sys
from pathlib import Path

from sandbox.app import Sandbox
from sandbox.keys import ensure_keys
from sandbox.server import serve


def main(arguments: list[str]) -> None:
    """Do what the command line asks."""
    if arguments[:1] == ["keys"]:
        for path in ensure_keys(Path(_keys_parser().parse_args(arguments[1:]).directory)):
            print(path)
        return
    told = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO if told.verbose else logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    state = Path(told.state)
    sandbox = Sandbox(told.seed, told.callback, state, Path(told.keys) if told.keys else state / "keys")
    serve(sandbox.app(), told.port)


def _keys_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox keys", description="Make the counterparties' signing keys."
    )
    parser.add_argument("directory")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The counterparties as one program.")
    parser.add_argument("--port", type=int, default=8009)
    parser.add_argument(
        "--seed", type=int, default=1, help="the synthetic city's seed; the platform's data must share it"
    )
    parser.add_argument("--callback", default="http://127.0.0.1:8002/gateway/", help="where feedback goes")
    parser.add_argument("--state", default=".data/sandbox", help="directory of what the counterparties remember")
    parser.add_argument("--keys", help="directory of the keys, with shebao.pub.pem in it (default: STATE/keys)")
    parser.add_argument("--verbose", action="store_true", help="say why feedback was not taken")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
