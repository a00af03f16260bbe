"""Runs the queries of a parity file in DuckDB and prints {segment: [ids]} as JSON.

python members.py FILE.sql key=value ...   where {key} in the file is replaced by value
"""
import json
import re
import sys

import duckdb

text = open(sys.argv[1], encoding="utf-8").read()
for pair in sys.argv[2:]:
    key, value = pair.split("=", 1)
    text = text.replace("{" + key + "}", value.replace("'", "''"))
setup, *queries = re.split(r"^--\? ", text, flags=re.M)
database = duckdb.connect()
database.execute(setup)
answers = {}
for query in queries:
    segment, sql = query.split("\n", 1)
    answers[segment] = sorted(str(row[0]) for row in database.execute(sql).fetchall())
json.dump(answers, sys.stdout)
