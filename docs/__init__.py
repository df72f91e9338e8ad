"""Pages of the project, and the programs that make some of them from the code."""
