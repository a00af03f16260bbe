"""Runs the statements of each shop in DuckDB, SQLite and, where its server can be started, PostgreSQL.

Reads {shops: [{schema: {dialect: DDL}, tables: {name: [row]}, cases: [{name, statements: {dialect: SQL}, members}]}]}
from standard input and prints {ran: {dialect: cases}, skipped: [reason], differences: [...]}.
"""
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

import duckdb


def instant(second):
    return (datetime(1970, 1, 1) + timedelta(seconds=second)).isoformat(sep=" ")


def decimal(cell):
    digits = str(abs(cell["mantissa"])).rjust(cell["scale"] + 1, "0")
    cut = len(digits) - cell["scale"]
    sign = "-" if cell["mantissa"] < 0 else ""
    return sign + digits[:cut] + ("." + digits[cut:] if cell["scale"] else "")


def literal(cell, dialect):
    """A cell as a literal of the dialect."""
    quote = lambda text: "'" + text.replace("'", "''") + "'"
    if cell is None:
        return "NULL"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, list):
        if dialect == "sqlite":
            return quote(json.dumps(cell))
        if dialect == "duckdb":
            return "[" + ", ".join(map(quote, cell)) + "]::VARCHAR[]"
        return "ARRAY[" + ", ".join(map(quote, cell)) + "]::text[]"
    if isinstance(cell, dict) and "second" in cell:
        return str(cell["second"]) if dialect == "sqlite" else "TIMESTAMP " + quote(instant(cell["second"]))
    if isinstance(cell, dict):
        return str(cell["mantissa"]) if dialect == "sqlite" else decimal(cell)
    return quote(cell)


def inserts(tables, dialect):
    for table, rows in tables.items():
        if not rows:
            continue
        names = sorted({name for row in rows for name in row})
        values = ["(" + ", ".join(literal(row.get(name), dialect) for name in names) + ")" for row in rows]
        quoted = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
        for start in range(0, len(values), 500):
            yield f'INSERT INTO "{table}" ({quoted}) VALUES ' + ",\n".join(values[start : start + 500])


class DuckDb:
    name = "duckdb"

    def shop(self, schema, rows):
        self.database = duckdb.connect()
        self.database.execute(schema)
        for statement in rows:
            self.database.execute(statement)

    def ids(self, statement):
        return [row[0] for row in self.database.execute(statement).fetchall()]


class Sqlite(DuckDb):
    name = "sqlite"

    def shop(self, schema, rows):
        self.database = sqlite3.connect(":memory:")
        self.database.executescript(schema)
        for statement in rows:
            self.database.execute(statement)


class Postgres:
    """A server of its own on a socket in a temporary folder."""

    name = "postgres"

    def __init__(self):
        self.binaries = self.find()
        self.folder = tempfile.mkdtemp(prefix="headcount-pg-")
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres")
        data = os.path.join(self.folder, "data")
        self.run([os.path.join(self.binaries, "initdb"), "-D", data, "-U", "postgres", "-E", "UTF8", "--no-sync", "--locale=C"])
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self.run([os.path.join(self.binaries, "pg_ctl"), "-D", data, "-w", "-o", options, "-l", os.path.join(self.folder, "log"), "start"])
        self.data = data

    @staticmethod
    def find():
        roots = "/usr/lib/postgresql"
        versions = sorted(os.listdir(roots), key=int) if os.path.isdir(roots) else []
        if not versions or shutil.which("psql") is None:
            raise FileNotFoundError("no server of PostgreSQL")
        return os.path.join(roots, versions[-1], "bin")

    def run(self, command, text=None):
        done = subprocess.run(self.user + command, input=text, capture_output=True, text=True, cwd=self.folder)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def shop(self, schema, rows):
        self.setup = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n" + schema + "\n" + ";\n".join(rows) + ";\n"
        self.psql(self.setup)

    def psql(self, text):
        return self.run(["psql", "-h", self.folder, "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", "postgres"], text)

    def all(self, statements):
        """The ids of many statements in one go."""
        mark = "--8<--"
        script = "".join(f"{statement};\n\\echo '{mark}'\n" for statement in statements)
        return [part.splitlines() for part in self.psql(script).split(mark + "\n")[:-1]]

    def stop(self):
        self.run([os.path.join(self.binaries, "pg_ctl"), "-D", self.data, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder, ignore_errors=True)


def compare(database, document, report):
    for shop in document["shops"]:
        cases = [case for case in shop["cases"] if database.name in case["statements"]]
        if not cases:
            continue
        database.shop(shop["schema"][database.name], list(inserts(shop["tables"], database.name)))
        statements = [case["statements"][database.name] for case in cases]
        if hasattr(database, "all"):
            answers = database.all(statements)
        else:
            answers = []
            for statement in statements:
                try:
                    answers.append(database.ids(statement))
                except sqlite3.OperationalError as why:
                    # A sum beyond 64 bits: an error, never a wrong answer.
                    answers.append(None if "integer overflow" in str(why) else [str(why)])
                except Exception as why:
                    answers.append([f"{type(why).__name__}: {why}"])
        for case, statement, ids in zip(cases, statements, answers, strict=True):
            if ids is None:
                report["skipped"].append(f"{database.name}: {case['name']}")
                continue
            report["ran"][database.name] = report["ran"].get(database.name, 0) + 1
            if sorted(ids) != sorted(case["members"]):
                report["differences"].append(
                    {"database": database.name, "case": case["name"], "sql": statement, "ids": sorted(ids), "members": case["members"]}
                )


def main():
    document = json.load(sys.stdin)
    report = {"ran": {}, "skipped": [], "differences": []}
    compare(DuckDb(), document, report)
    compare(Sqlite(), document, report)
    try:
        server = Postgres()
    except (FileNotFoundError, RuntimeError) as why:
        report["skipped"].append(f"postgres: {why}")
    else:
        try:
            compare(server, document, report)
        finally:
            server.stop()
    json.dump(report, sys.stdout)


main()
