"""The work of another database taken into this one: its events, and the state that all events give."""
