//! Texts as they are compared: letter case, ids, domains, countries, regions, cities, categories.

use super::places::country;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a text is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// As it is, after NFC.
    Exact,
    /// Upper case (X1), with other names for some values.
    Enum(&'static [(&'static str, &'static str)]),
    /// Trimmed and case-folded (X1, X3).
    Tag,
    /// X7.
    Id,
    /// X4.
    Domain,
    /// X6.
    Country,
    /// X7.
    Region,
    /// X2.
    City,
    /// A path of categories.
    Category,
}

/// Parts of one category path, or of a stretch of one, cannot hold this.
const BETWEEN_PARTS: &str = "\n";

impl Fold {
    /// The key of a cell of data; `None` if it stands for no value. Regions and cities have no
    /// cell of their own: see [`region_key`] and [`city_key`].
    pub(crate) fn of_cell(self, text: &str) -> Option<String> {
        let key = match self {
            Fold::Exact => return Some(text.nfc().collect()),
            Fold::Domain => domain(text.rsplit_once('@')?.1)?,
            Fold::Country => country(text)?.to_owned(),
            _ => self.of_literal(text)?,
        };
        (!key.is_empty()).then_some(key)
    }

    /// The key of a literal; `None` if nothing can equal it.
    pub(crate) fn of_literal(self, text: &str) -> Option<String> {
        Some(match self {
            Fold::Exact => text.nfc().collect(),
            Fold::Enum(names) => {
                let upper = text.trim().to_uppercase();
                names.iter().find(|(other, _)| *other == upper).map_or(upper, |(_, name)| (*name).to_owned())
            }
            Fold::Tag => tag(text),
            Fold::Id => id(text),
            Fold::Domain => domain(text.trim().trim_start_matches('@'))?,
            Fold::Country => country(text)?.to_owned(),
            Fold::Region => {
                let (name, region) = text.split_once('-')?;
                region_key(country(name)?, region)?
            }
            Fold::City => {
                let (name, rest) = text.split_once('-')?;
                let country = country(name)?;
                let inner = without_country(country, rest);
                let (region, city) =
                    if inner.contains('-') { inner } else { rest }.split_once('-').unwrap_or(("", rest));
                city_key(country, region, city)?
            }
            Fold::Category => {
                let parts: Vec<String> = text.split('>').map(tag).filter(|part| !part.is_empty()).collect();
                parts.join(BETWEEN_PARTS)
            }
        })
    }

    /// A text that is to be found inside a value: no more than its letter case is changed.
    pub(crate) fn of_part(self, text: &str) -> String {
        let text: String = text.nfc().collect();
        if self == Fold::Domain { text.to_lowercase() } else { text }
    }
}

/// Whether the parts of `stretch` follow each other somewhere in `path`.
pub(crate) fn has_stretch(path: &str, stretch: &str) -> bool {
    let fenced = |text: &str| format!("{BETWEEN_PARTS}{text}{BETWEEN_PARTS}");
    fenced(path).contains(&fenced(stretch))
}

/// A text trimmed and case-folded (X1, X3).
pub(crate) fn tag(text: &str) -> String {
    let composed: String = text.trim().nfc().collect();
    caseless::default_case_fold_str(&composed).nfc().collect()
}

/// `123`, `"123"` and `gid://shop/Kind/123` are one id.
pub(crate) fn id(text: &str) -> String {
    let text = text.trim().replace("\\/", "/");
    match text.strip_prefix("gid://") {
        Some(path) => path.split('?').next().unwrap_or(path).rsplit('/').next().unwrap_or(path).to_owned(),
        None => text,
    }
}

fn domain(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    (!text.is_empty()).then(|| idna::domain_to_ascii(text).unwrap_or_else(|_| text.to_lowercase()))
}

/// A city's name without marks, case folded, letters and digits only (X2).
pub(crate) fn city(text: &str) -> String {
    let spelt: String = text
        .nfkd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| match letter {
            'ß' | 'ẞ' => "ss".to_owned(),
            'ø' | 'Ø' => "o".to_owned(),
            'ł' | 'Ł' => "l".to_owned(),
            'đ' | 'Đ' => "d".to_owned(),
            'æ' | 'Æ' => "ae".to_owned(),
            'ı' => "i".to_owned(),
            'œ' | 'Œ' => "oe".to_owned(),
            'þ' | 'Þ' => "th".to_owned(),
            other => other.to_string(),
        })
        .collect();
    caseless::default_case_fold_str(&spelt).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// `JP-13` of country JP and region `13` or `JP-13`.
pub(crate) fn region_key(country: &str, region: &str) -> Option<String> {
    let region = without_country(country, region).trim().to_uppercase();
    (!region.is_empty()).then(|| format!("{country}-{region}"))
}

/// `US-NY-newyorkcity`, without a region `GB-london`.
pub(crate) fn city_key(country: &str, region: &str, name: &str) -> Option<String> {
    let within = region_key(country, region).unwrap_or_else(|| country.to_owned());
    let name = city(name);
    (!name.is_empty()).then(|| format!("{within}-{name}"))
}

/// `13` of `JP-13` in country JP.
fn without_country<'a>(country: &str, text: &'a str) -> &'a str {
    match text.trim().split_once('-') {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(country) && !rest.trim().is_empty() => rest,
        _ => text.trim(),
    }
}

#[test]
fn keys() {
    for (text, key) in [
        ("São Paulo", "saopaulo"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "danang"),
        ("Kraków", "krakow"),
        ("Þórshöfn", "thorshofn"),
        ("София", "софия"),
    ] {
        assert_eq!(city(text), key);
    }
    for (fold, text, key) in [
        (Fold::Region, "JP-13", Some("JP-13")),
        (Fold::Region, "jp-JP-13", Some("JP-13")),
        (Fold::Region, "California", None),
        (Fold::City, "BR-SP-SãoPaulo", Some("BR-SP-saopaulo")),
        (Fold::City, "GB--London", Some("GB-london")),
        (Fold::City, "GB-London", Some("GB-london")),
        (Fold::City, "JP-JP-13-Tokyo", Some("JP-13-tokyo")),
        (Fold::City, "JP-JP-Tokyo", Some("JP-JP-tokyo")),
        (Fold::Domain, "@Bücher.example", Some("xn--bcher-kva.example")),
        (Fold::Id, "gid://shopify/Product/123", Some("123")),
        (Fold::Id, "00123", Some("00123")),
        (Fold::Country, "Viet Nam", Some("VN")),
        (Fold::Country, "Atlantis", None),
    ] {
        assert_eq!(fold.of_literal(text).as_deref(), key, "{text}");
    }
    let path = Fold::Category.of_cell("Apparel > Shoes > Boots").unwrap();
    for (stretch, inside) in [("shoes", true), ("APPAREL>shoes", true), ("shoe", false), ("apparel > boots", false)] {
        assert_eq!(has_stretch(&path, &Fold::Category.of_literal(stretch).unwrap()), inside, "{stretch}");
    }
}
