//! Country names as people and exports write them, read into ISO 3166-1 codes (X6).

use super::city_part;

/// One line a country: its two-letter code, then every known name folded by [`city_part`]:
/// ISO 3166-1 short, common and official names and three-letter codes, CLDR's English name,
/// common variants.
const COUNTRIES: &str = include_str!("countries.txt");

/// The codes alone.
static CODES: [[u8; 2]; 250] = {
    let (lines, mut codes) = (COUNTRIES.as_bytes(), [[0; 2]; 250]);
    let (mut at, mut line) = (0, 0);
    while line < codes.len() {
        codes[line] = [lines[at], lines[at + 1]];
        while at < lines.len() && lines[at] != b'\n' {
            at += 1;
        }
        (at, line) = (at + 1, line + 1);
    }
    codes
};

/// The ISO 3166-1 alpha-2 code of a code or an English name in any letter case; `None` if the
/// text is neither.
pub fn country_code(text: &str) -> Option<&'static str> {
    // A code is asked for with every count of a segment that has one: no line is looked at for it.
    if let [a, b] = *text.as_bytes() {
        let code = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
        if let Some(known) = CODES.iter().find(|known| **known == code) {
            return std::str::from_utf8(known).ok();
        }
    }
    let key = city_part(&text.replace('&', "and"));
    COUNTRIES
        .lines()
        .find_map(|line| {
            let (code, names) = line.split_once(' ').unwrap_or((line, ""));
            (code.eq_ignore_ascii_case(&key) || names.split(' ').any(|name| name == key)).then_some(code)
        })
        .filter(|_| !key.is_empty())
}

/// The names of a country by its code, folded by [`city_part`], with blanks between.
pub fn country_names(code: &str) -> Option<&'static str> {
    COUNTRIES.lines().find_map(|line| line.split_once(' ').filter(|(known, _)| *known == code).map(|(_, names)| names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        for (text, code) in [
            ("United Kingdom", Some("GB")),
            ("UK", Some("GB")),
            ("gb", Some("GB")),
            ("EIRE", Some("IE")),
            ("RSA", Some("ZA")),
            ("USA", Some("US")),
            ("U.S.", Some("US")),
            ("Côte d'Ivoire", Some("CI")),
            ("Unspecified", None),
            ("European Community", None),
            ("ZW", Some("ZW")),
            ("", None),
        ] {
            assert_eq!(country_code(text), code, "{text}");
        }
        assert!(COUNTRIES.lines().map(|line| line.as_bytes()[..2].to_vec()).eq(CODES));
    }
}
