//! How each database spells what they do not agree on.

use crate::time::{DAY_SECONDS, Day, Instant, LocalSecond};

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// DuckDB 1.0 or later.
    DuckDb,
    /// PostgreSQL 13 or later.
    Postgres,
    /// ClickHouse 23.8 or later.
    ClickHouse,
    /// Spark SQL 3.4 or later, Databricks.
    Spark,
    /// SQLite 3.38 or later.
    Sqlite,
}

use Dialect::{ClickHouse, DuckDb, Postgres, Spark, Sqlite};

/// How long a type name is in each dialect's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Integer,
    Decimal(u8),
    Timestamp,
    Date,
    Boolean,
    Texts,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Dialect; 5] = [DuckDb, Postgres, ClickHouse, Spark, Sqlite];

    /// The word that asks for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            DuckDb => "duckdb",
            Postgres => "postgres",
            ClickHouse => "clickhouse",
            Spark => "spark",
            Sqlite => "sqlite",
        }
    }

    /// The dialect of that word.
    pub fn parse(word: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.as_str() == word)
    }

    /// The name for people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            DuckDb => "DuckDB",
            Postgres => "PostgreSQL",
            ClickHouse => "ClickHouse",
            Spark => "Spark",
            Sqlite => "SQLite",
        }
    }

    /// What the statement ends with.
    pub(super) const fn settings(self) -> &'static str {
        // Its outer joins otherwise fill in zeros and empty texts.
        if matches!(self, ClickHouse) { "\nSETTINGS join_use_nulls = 1" } else { "" }
    }

    pub(super) fn ident(self, name: &str) -> String {
        match self {
            // It takes a dot for a part of a nested table.
            ClickHouse => format!("`{}`", name.replace('.', ":").replace('\\', "\\\\").replace('`', "\\`")),
            Spark => format!("`{}`", name.replace('`', "``")),
            _ => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A text literal; `text` has no NUL.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            ClickHouse | Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
            _ => format!("'{}'", text.replace('\'', "''")),
        }
    }

    /// An instant, for a column of UTC timestamps; a year of four digits.
    pub(super) fn instant(self, at: Instant) -> String {
        let clock = LocalSecond(at.0).to_string().replace('T', " ");
        match self {
            DuckDb | Postgres => format!("TIMESTAMP '{clock}'"),
            ClickHouse => format!("toDateTime64('{clock}', 0, 'UTC')"),
            Spark => format!("TIMESTAMP_NTZ '{clock}'"),
            Sqlite => at.0.to_string(),
        }
    }

    pub(super) fn day(self, day: Day) -> String {
        match self {
            ClickHouse => format!("toDate32('{day}')"),
            Sqlite => format!("'{day}'"),
            _ => format!("DATE '{day}'"),
        }
    }

    /// First and last instant that a timestamp can be.
    pub(super) fn instants(self) -> (Instant, Instant) {
        let start =
            |year, month, day| Instant(i64::from(Day::from_ymd(year, month, day).map_or(0, |day| day.0)) * DAY_SECONDS);
        match self {
            ClickHouse => (start(1900, 1, 1), start(2299, 12, 31)),
            _ => (start(1, 1, 1), start(9999, 12, 31)),
        }
    }

    /// The local date of an instant, `offset` seconds ahead of UTC.
    pub(super) fn local_date(self, at: &str, offset: &str) -> String {
        match self {
            DuckDb => format!("CAST({at} + to_seconds({offset}) AS DATE)"),
            Postgres => format!("CAST({at} + {offset} * INTERVAL '1 second' AS DATE)"),
            ClickHouse => format!("toDate32(addSeconds({at}, {offset}), 'UTC')"),
            Spark => format!("CAST({at} + make_interval(0, 0, 0, 0, 0, 0, {offset}) AS DATE)"),
            Sqlite => format!("date({at} + {offset}, 'unixepoch')"),
        }
    }

    /// Month times 100 plus day of the month.
    pub(super) fn month_and_day(self, date: &str) -> String {
        match self {
            DuckDb | Spark => format!("(month({date}) * 100 + day({date}))"),
            Postgres => format!("(extract(MONTH FROM {date}) * 100 + extract(DAY FROM {date}))"),
            ClickHouse => format!("(toMonth({date}) * 100 + toDayOfMonth({date}))"),
            Sqlite => format!("CAST(substr({date}, 6, 2) || substr({date}, 9, 2) AS INTEGER)"),
        }
    }

    /// Whether a text begins with another, ends with it or has it inside.
    pub(super) fn starts(self, sql: &str, text: &str) -> String {
        let (length, text) = (text.chars().count(), self.text(text));
        match self {
            DuckDb | Postgres => format!("starts_with({sql}, {text})"),
            ClickHouse => format!("startsWith({sql}, {text})"),
            Spark => format!("startswith({sql}, {text})"),
            Sqlite => format!("substr({sql}, 1, {length}) = {text}"),
        }
    }

    pub(super) fn ends(self, sql: &str, text: &str) -> String {
        let (length, text) = (text.chars().count(), self.text(text));
        match self {
            DuckDb => format!("ends_with({sql}, {text})"),
            Postgres => format!("right({sql}, {length}) = {text}"),
            ClickHouse => format!("endsWith({sql}, {text})"),
            Spark => format!("endswith({sql}, {text})"),
            Sqlite => format!("substr({sql}, -{length}) = {text}"),
        }
    }

    pub(super) fn contains(self, sql: &str, text: &str) -> String {
        let text = self.text(text);
        match self {
            DuckDb | Spark => format!("contains({sql}, {text})"),
            Postgres => format!("strpos({sql}, {text}) > 0"),
            ClickHouse => format!("position({sql}, {text}) > 0"),
            Sqlite => format!("instr({sql}, {text}) > 0"),
        }
    }

    pub(super) fn replace(self, sql: &str, from: &str, to: &str) -> String {
        let function = if self == ClickHouse { "replaceAll" } else { "replace" };
        format!("{function}({sql}, {}, {})", self.text(from), self.text(to))
    }

    /// Small or large letters; at least those of ASCII.
    pub(super) fn cased(self, sql: &str, upper: bool) -> String {
        match (self, upper) {
            (ClickHouse, true) => format!("upperUTF8({sql})"),
            (ClickHouse, false) => format!("lowerUTF8({sql})"),
            (_, true) => format!("upper({sql})"),
            (_, false) => format!("lower({sql})"),
        }
    }

    /// Whether large and small letters beyond ASCII are each other's, whatever the server's locale.
    pub(super) const fn cases_unicode(self) -> bool {
        matches!(self, DuckDb | ClickHouse | Spark)
    }

    /// Whether some element of a list, called `x`, passes.
    pub(super) fn any(self, list: &str, x: &str, passes: &str) -> String {
        match self {
            DuckDb => format!("COALESCE(len([{x} FOR {x} IN {list} IF {passes}]) > 0, FALSE)"),
            Postgres => format!("EXISTS (SELECT 1 FROM unnest({list}) AS u({x}) WHERE {passes})"),
            ClickHouse => format!("arrayExists({x} -> {passes}, {list})"),
            Spark => format!("COALESCE(exists({list}, {x} -> {passes}), FALSE)"),
            Sqlite => format!("EXISTS (SELECT 1 FROM json_each({list}) AS {x} WHERE {passes})"),
        }
    }

    /// The element inside [`Dialect::any`].
    pub(super) fn element(self, x: &str) -> String {
        if self == Sqlite { format!("{x}.value") } else { x.to_owned() }
    }

    /// Whether a list has no element.
    pub(super) fn empty(self, list: &str) -> String {
        let length = match self {
            DuckDb => format!("len({list})"),
            Postgres => format!("cardinality({list})"),
            ClickHouse => return format!("empty({list})"),
            Spark => format!("size({list})"),
            Sqlite => format!("json_array_length({list})"),
        };
        // Spark's size of NULL is −1.
        format!("COALESCE({length}, 0) <= 0")
    }

    /// Whether an id is a number: ids that are come before others, in the order of their numbers.
    pub(super) fn is_number(self, id: &str) -> String {
        let pattern = "^(0|[1-9][0-9]*)$";
        match self {
            DuckDb => format!("regexp_matches({id}, '{pattern}')"),
            Postgres => format!("({id} ~ '{pattern}')"),
            ClickHouse => format!("match({id}, '{pattern}')"),
            Spark => format!("({id} RLIKE '{pattern}')"),
            Sqlite => format!("({id} <> '' AND {id} NOT GLOB '*[^0-9]*' AND {id} NOT GLOB '0?*')"),
        }
    }

    /// The order of texts by their bytes.
    pub(super) fn bytewise(self, sql: &str) -> String {
        if self == Postgres { format!("{sql} COLLATE \"C\"") } else { sql.to_owned() }
    }

    /// The first 8 bytes of SHA-256 as a number, modulo 10,000; none where there is no SHA-256.
    pub(super) fn bucket(self, text: &str) -> Option<String> {
        Some(match self {
            DuckDb => format!("CAST(CAST(concat('0x', substr(sha256({text}), 1, 16)) AS UBIGINT) % 10000 AS BIGINT)"),
            Postgres => {
                // 2^32 modulo 10,000 is 7,296.
                let half = |from: u8| {
                    format!(
                        "CAST(CAST('x' || substr(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), {from}, 8) AS bit(32)) AS bigint)"
                    )
                };
                format!("(({} % 10000 * 7296 + {}) % 10000)", half(1), half(9))
            }
            ClickHouse => format!("toInt64(reinterpretAsUInt64(reverse(substring(SHA256({text}), 1, 8))) % 10000)"),
            Spark => format!(
                "CAST(CAST(conv(substr(sha2({text}, 256), 1, 16), 16, 10) AS DECIMAL(20, 0)) % 10000 AS BIGINT)"
            ),
            Sqlite => return None,
        })
    }

    pub(super) fn concat(self, parts: &[String]) -> String {
        match self {
            ClickHouse | Spark => format!("concat({})", parts.join(", ")),
            _ => format!("({})", parts.join(" || ")),
        }
    }

    /// An exact number of at most `scale` decimals. SQLite holds `10^scale` times the number.
    pub(super) fn decimal(self, digits: &str, scale: u8) -> String {
        match self {
            ClickHouse => format!("toDecimal128('{digits}', {scale})"),
            _ => digits.to_owned(),
        }
    }

    /// What is summed, so that no sum leaves its type without an error (M4).
    pub(super) fn summand(self, sql: &str) -> String {
        match self {
            // Their sums of whole numbers wrap.
            Spark => format!("CAST({sql} AS DECIMAL(28, 6))"),
            ClickHouse => format!("toDecimal128({sql}, 6)"),
            _ => sql.to_owned(),
        }
    }

    /// `sum` and `factor × count` as exact numbers of `scale` decimals.
    pub(super) fn product(self, sum: &str, factor: &str, count: &str, scale: u8) -> (String, String) {
        match self {
            Postgres => (sum.to_owned(), format!("CAST({factor} AS numeric) * {count}")),
            ClickHouse => (
                format!("toDecimal128({sum}, {scale})"),
                format!("toDecimal128({factor}, {scale}) * toInt128({count})"),
            ),
            _ => (
                format!("CAST({sum} AS DECIMAL(38, {scale}))"),
                format!("CAST({factor} AS DECIMAL(24, {scale})) * CAST({count} AS DECIMAL(13, 0))"),
            ),
        }
    }

    /// A type's name.
    pub(super) fn type_name(self, type_: Type, nullable: bool) -> String {
        let name = match (self, type_) {
            (Sqlite, Type::Text | Type::Date | Type::Texts) => "TEXT".to_owned(),
            (Sqlite, _) => "INTEGER".to_owned(),
            (ClickHouse, Type::Text) => "String".to_owned(),
            (Spark, Type::Text) => "STRING".to_owned(),
            (DuckDb, Type::Text) => "VARCHAR".to_owned(),
            (Postgres, Type::Text) => "text".to_owned(),
            (ClickHouse, Type::Integer) => "Int64".to_owned(),
            (_, Type::Integer) => "BIGINT".to_owned(),
            (ClickHouse, Type::Decimal(scale)) => format!("Decimal(20, {scale})"),
            (Postgres, Type::Decimal(scale)) => format!("numeric(20, {scale})"),
            (_, Type::Decimal(scale)) => format!("DECIMAL(20, {scale})"),
            (ClickHouse, Type::Timestamp) => "DateTime64(0, 'UTC')".to_owned(),
            (Spark, Type::Timestamp) => "TIMESTAMP_NTZ".to_owned(),
            (_, Type::Timestamp) => "TIMESTAMP".to_owned(),
            (ClickHouse, Type::Date) => "Date32".to_owned(),
            (_, Type::Date) => "DATE".to_owned(),
            (ClickHouse, Type::Boolean) => "Bool".to_owned(),
            (_, Type::Boolean) => "BOOLEAN".to_owned(),
            (DuckDb, Type::Texts) => "VARCHAR[]".to_owned(),
            (Postgres, Type::Texts) => "text[]".to_owned(),
            (ClickHouse, Type::Texts) => return "Array(String)".to_owned(),
            (Spark, Type::Texts) => "ARRAY<STRING>".to_owned(),
        };
        match (self, nullable) {
            (ClickHouse, true) => format!("Nullable({name})"),
            (ClickHouse, false) | (_, true) => name,
            (_, false) => format!("{name} NOT NULL"),
        }
    }

    /// What a table's definition ends with.
    pub(super) fn table_end(self, key: &str) -> String {
        if self == ClickHouse { format!(" ENGINE = MergeTree ORDER BY {}", self.ident(key)) } else { String::new() }
    }
}
