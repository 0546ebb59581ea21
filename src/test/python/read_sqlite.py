"""Prints all rows of a database of SQLite, opened as nobody may write to it: read_sqlite.py FILE."""

import sqlite3
import sys

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for table in ("runs", "frames", "detections", "events", "states", "pictures"):
    for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):
        print(table, "|".join("" if value is None else str(value) for value in row))
