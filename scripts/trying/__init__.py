"""The documentation, tried: its blocks are run as a reader would run them, from a fresh clone on."""
