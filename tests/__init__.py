"""The tests mirror annotator/; what they share is in conftest.py, postgres.py and terminal.py."""
