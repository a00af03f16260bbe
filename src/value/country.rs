//! Country names as people and exports write them, read into ISO 3166-1 codes (X6).

use super::city_part;

/// One line a country: its two-letter code, then every known name folded by [`city_part`]:
/// ISO 3166-1 short, common and official names and three-letter codes, CLDR's English name,
/// common variants.
const COUNTRIES: &str = include_str!("countries.txt");

/// The ISO 3166-1 alpha-2 code of a code or an English name in any letter case; `None` if the
/// text is neither.
pub fn country_code(text: &str) -> Option<&'static str> {
    // A code is asked for with every count of a segment that has one: no line is taken apart for it.
    if let [a, b] = *text.as_bytes() {
        let code = [a.to_ascii_uppercase(), b.to_ascii_uppercase(), b' '];
        if let Some(line) = COUNTRIES.lines().find(|line| line.as_bytes().starts_with(&code)) {
            return line.get(..2);
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
            ("", None),
        ] {
            assert_eq!(country_code(text), code, "{text}");
        }
    }
}
