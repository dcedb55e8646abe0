"""The annotation screen on a web page: who may come in, whose session it is, and the program behind it.

A page shows a terminal, and the terminal the ordinary `annotator annotate`, which knows nothing of it.
"""
