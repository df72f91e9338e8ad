"""Bytes to text: encodings, broken places, and what kind of text it is."""
