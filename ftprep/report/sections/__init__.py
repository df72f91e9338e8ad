"""The paragraphs of the text report, one module each: `blocks(report, grid, options)`."""
