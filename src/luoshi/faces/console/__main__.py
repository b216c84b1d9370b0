"""The server commands without the rest of `luoshi`, which loads more than they need."""

import sys

from luoshi.faces.console import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
