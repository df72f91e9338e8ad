"""What texts hold: characters, markup, placeholders, markers of templates, loops, refusals."""
