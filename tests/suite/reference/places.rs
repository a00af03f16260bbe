//! Countries by code and by the names the corpus uses, and distances on the globe.

use super::folds::city;

/// ISO 3166-1 alpha-2.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
                     BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ \
                     EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW \
                     GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY \
                     KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV \
                     MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
                     QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
                     TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM \
                     ZW";

const NAMES: &[(&str, &str)] = &[
    ("United Kingdom", "GB"),
    ("Great Britain", "GB"),
    ("UK", "GB"),
    ("United States", "US"),
    ("United States of America", "US"),
    ("USA", "US"),
    ("Bulgaria", "BG"),
    ("Viet Nam", "VN"),
    ("Vietnam", "VN"),
    ("Türkiye", "TR"),
    ("Turkey", "TR"),
    ("Poland", "PL"),
    ("Brazil", "BR"),
    ("Japan", "JP"),
    ("Germany", "DE"),
    ("France", "FR"),
    ("Ireland", "IE"),
    ("Czechia", "CZ"),
    ("Czech Republic", "CZ"),
    ("South Korea", "KR"),
    ("Korea, Republic of", "KR"),
    ("Côte d'Ivoire", "CI"),
    ("Ivory Coast", "CI"),
    ("Netherlands", "NL"),
    ("The Netherlands", "NL"),
    ("Russia", "RU"),
    ("Kuwait", "KW"),
    ("Egypt", "EG"),
    ("Lebanon", "LB"),
    ("Chile", "CL"),
    ("Samoa", "WS"),
    ("Kiribati", "KI"),
    ("Australia", "AU"),
];

/// The two letters of a country (X6); `None` if the text names none.
pub(crate) fn country(text: &str) -> Option<&'static str> {
    let upper = text.trim().to_uppercase();
    let by_code = CODES.split(' ').find(|code| *code == upper);
    by_code.or_else(|| NAMES.iter().find(|(name, _)| city(name) == city(text)).map(|(_, code)| *code))
}

/// Mean radius of the earth in kilometres (G1).
const RADIUS_KM: f64 = 6371.0088;

/// The great-circle distance in kilometres between two points given in degrees.
pub(crate) fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let a = half(from.0, to.0) + from.0.to_radians().cos() * to.0.to_radians().cos() * half(from.1, to.1);
    2.0 * RADIUS_KM * a.sqrt().atan2((1.0 - a).max(0.0).sqrt())
}

#[test]
fn distances() {
    let sofia = (42.6977, 23.3219);
    assert_eq!(kilometres(sofia, sofia), 0.0);
    assert!((kilometres(sofia, (42.1354, 24.7453)) - 132.6).abs() < 0.5);
    assert!((kilometres((0.0, 0.0), (0.0, 180.0)) - 20_015.1).abs() < 0.1);
}
