"""The ways in around the command line: hooks, the action, the shell, signals, generated pages."""
