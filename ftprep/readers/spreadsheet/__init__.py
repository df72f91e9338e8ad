"""Spreadsheets taken apart: packages, sheets, cells and how numbers are shown."""
