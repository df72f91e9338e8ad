"""Pages of the project, and the program that draws its pictures."""
