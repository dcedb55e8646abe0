"""The worklist as a talk in lines: for a terminal that can do no more, for a screen reader, for a script."""
