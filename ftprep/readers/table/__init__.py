"""Tables in text: dialects, headers, cells and rows."""
