"""The screen. It shows a worklist and turns keys into the worklist's verbs; it decides nothing."""
