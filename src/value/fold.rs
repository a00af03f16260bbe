//! Text as it is compared: letter case, Unicode form, city keys, e-mail domains, ids.

use super::unicode::{self, case_fold, is_mark, nfkc, nfkd};

/// Unicode normal form C, in which strings are compared.
pub fn nfc(text: &str) -> String {
    unicode::nfc(text)
}

/// Small letters, for words whose case says nothing.
pub fn lower(text: &str) -> String {
    unicode::lower(text)
}

/// Upper case, in which enum values are compared (X1).
pub fn upper(text: &str) -> String {
    unicode::upper(text.trim())
}

/// Trimmed, full Unicode case folding, normal form C: the key of a tag, group or channel (X1, X3).
pub fn fold_case(text: &str) -> String {
    nfc(&case_fold(&nfc(text.trim())))
}

/// The fold of X2: compatibility decomposition without marks, letters without a decomposition
/// spelled out, case folded, letters and digits only.
pub fn city_part(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in nfkd(text).chars().filter(|c| !is_mark(*c)) {
        match c {
            'ß' | 'ẞ' => plain.push_str("ss"),
            'ø' | 'Ø' => plain.push('o'),
            'ł' | 'Ł' => plain.push('l'),
            'đ' | 'Đ' => plain.push('d'),
            'æ' | 'Æ' => plain.push_str("ae"),
            'ı' => plain.push('i'),
            'œ' | 'Œ' => plain.push_str("oe"),
            'þ' | 'Þ' => plain.push_str("th"),
            c => plain.push(c),
        }
    }
    let folded = case_fold(&plain);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The part of an address after its last `@`, lower case, each label in its IDNA `xn--` form;
/// `None` without an `@` or a domain (X4).
pub fn email_domain(address: &str) -> Option<String> {
    let (_, domain) = address.trim().rsplit_once('@')?;
    let domain = domain.trim().trim_end_matches('.');
    if domain.is_empty() {
        return None;
    }
    // Small letters and not case folding, which would make another domain of one with ß.
    let folded = nfkc(&lower(&nfkc(domain)));
    let labels: Vec<String> = folded
        .split(['.', '。', '．', '｡'])
        .map(|label| {
            if label.is_ascii() {
                return Some(label.to_owned());
            }
            idna::punycode::encode_str(label).map(|encoded| format!("xn--{encoded}"))
        })
        .collect::<Option<_>>()?;
    Some(labels.join("."))
}

/// The one spelling of an id (X7): `gid://shop/Kind/123?x`, with or without escaped slashes, and
/// `123` are `123`; everything else is itself, trimmed.
pub fn id_key(text: &str) -> &str {
    // Most ids begin and end in a digit or a letter: no need to look for blanks of all alphabets.
    let bytes = text.as_bytes();
    let graphic = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let text = if graphic(bytes.first()) && graphic(bytes.last()) { text } else { text.trim() };
    if !text.starts_with("gid:") {
        return text;
    }
    let path = text.split('?').next().unwrap_or(text);
    path.rsplit(['/', '\\']).next().filter(|tail| !tail.is_empty()).unwrap_or(text)
}

/// Whether an id is digits alone, without a leading zero: `00123` is a text (X7).
pub fn is_number_id(id: &str) -> bool {
    id == "0" || (!id.is_empty() && !id.starts_with('0') && id.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_fold_as_the_rule_says() {
        for (text, key) in [
            ("São Paulo", "saopaulo"),
            ("Sao Paulo", "saopaulo"),
            ("New York City", "newyorkcity"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("Đà Nẵng", "danang"),
            ("Kraków", "krakow"),
            ("Straße", "strasse"),
            ("София", "софия"),
            ("St. John's", "stjohns"),
        ] {
            assert_eq!(city_part(text), key, "{text}");
        }
    }

    #[test]
    fn domains_take_their_ascii_form() {
        assert_eq!(email_domain("A@Gmail.COM").as_deref(), Some("gmail.com"));
        assert_eq!(email_domain("a@bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        assert_eq!(email_domain("a@пример.рф").as_deref(), Some("xn--e1afmkfd.xn--p1ai"));
        assert_eq!(email_domain("nobody"), None);
        assert_eq!(email_domain("a@"), None);
    }

    #[test]
    fn ids_have_one_spelling() {
        assert_eq!(id_key("gid://shopify/Product/123"), "123");
        assert_eq!(id_key("gid:\\/\\/shopify\\/Product\\/123"), "123");
        assert_eq!(id_key(" 85123A "), "85123A");
        assert_eq!(id_key("00123"), "00123");
    }

    #[test]
    fn tags_fold_case_and_nothing_else() {
        assert_eq!(fold_case(" VIP "), "vip");
        assert_eq!(fold_case("Straße"), fold_case("STRASSE"));
        assert_ne!(fold_case("Sao"), fold_case("São"));
    }
}
