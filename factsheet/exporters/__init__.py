"""One module for each form of output, and what they share. Empty, so that a worker imports only what it prints with."""
