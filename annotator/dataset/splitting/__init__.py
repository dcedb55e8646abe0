"""Train, validation and test without leaks: who goes where, why, and what leaks all the same."""
