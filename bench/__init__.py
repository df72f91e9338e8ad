"""Measurements, run by hand; README.md tells how."""
