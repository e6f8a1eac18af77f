"""A process of a bench: `python -m shebao.benches MODULE ARGUMENTS`. Models can be imported only after the setup."""

import importlib
import sys

import django

if __name__ == "__main__":
    django.setup()
    importlib.import_module(f"shebao.benches.{sys.argv[1]}").main(sys.argv[2:])
