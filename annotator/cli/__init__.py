"""The command line: one file a command group. Each imports what it needs when it runs, so --help is quick."""
