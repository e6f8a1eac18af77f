"""`python -m shebao`: the same as the command `shebao`."""

import sys

from shebao.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
