"""One module for each command: its arguments, the order of its stages, what it prints and its exit code."""
