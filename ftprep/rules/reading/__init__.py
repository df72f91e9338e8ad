"""What readers find: files, encodings, tables, workbooks, JSON and Parquet."""
