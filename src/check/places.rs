//! Keys of countries, regions and cities (X2, X6, X7), and circles around a point (G1).

use super::checked::{Node, NodeKind, Operand, Positive, ValueTest};
use super::codes;
use super::fields::Subject;
use super::texts::Keys;
use super::walk::Checker;
use super::written::shown;
use crate::catalogue::{Form, Function, Role, Type};
use crate::condition::{FunctionClause, Literal, Problem};
use crate::value::{self, Decimal};

impl Checker<'_> {
    pub(super) fn place_key(&mut self, subject: &Subject<'_>, form: Form, text: &str, path: &str) -> Option<Keys> {
        let example = match form {
            Form::Country => {
                return Some(match value::country_code(text) {
                    Some(code) => Keys::one(code.to_owned()),
                    None => self.unknown_country(text, text, path),
                });
            }
            Form::Region => "'US-CA'",
            _ => "'US-NY-NewYorkCity' or, without a region, 'GB-London'",
        };
        let key = match text.split_once('-') {
            None => None,
            Some((name, rest)) => match value::country_code(name) {
                Some(code) if form == Form::Region => region_key(code, rest),
                Some(code) => city_key(code, rest),
                None => return Some(self.unknown_country(name, text, path)),
            },
        };
        if key.is_none() {
            let message = format!("{} is no key of {}; write it like {example}.", shown(text), subject.name);
            self.problem(Problem::error(codes::BAD_PLACE, path, message));
        }
        key.map(Keys::one)
    }

    fn unknown_country(&mut self, name: &str, text: &str, path: &str) -> Keys {
        let message =
            format!("{} is no country, so it matches nothing; write its two-letter code, like 'BG'.", shown(name));
        self.problem(Problem::warning(codes::UNKNOWN_VALUE, path, message));
        Keys { spellings: vec![value::upper(text)], certain: false }
    }

    /// `customer_within_distance`: a centre and one radius, or nothing for "has a place".
    pub(super) fn circle(&mut self, function: &Function, clause: &FunctionClause, path: &str) -> Option<Node> {
        let mut centre = None;
        let mut radius = None;
        let mut fine = true;
        for (index, parameter) in clause.parameters.iter().enumerate() {
            let path = format!("{path}/where/{index}");
            let Some(known) = function.parameter(&parameter.name) else {
                fine = false;
                continue;
            };
            let subject = Subject {
                name: known.name.to_owned(),
                type_: known.type_,
                path: path.clone(),
                column: None,
                date_only: false,
                statistics: false,
                order_status: false,
                of_customer: true,
            };
            let allowed = self.operator_allowed(&subject, &parameter.test, known.type_.operators());
            fine &= self.operands_fit(&subject, &parameter.test) && allowed;
            let Some(literal) = parameter.test.values.first() else { continue };
            let path = format!("{path}/value");
            match known.role {
                Role::Centre => centre = self.centre(literal, path),
                Role::Radius(unit) => {
                    if radius.is_some() {
                        let message = "Give one distance, distance_km or distance_mi.";
                        self.problem(Problem::error(codes::PARAMETER_TWICE, &subject.path, message));
                        fine = false;
                    }
                    radius = self.radius(known.name, unit, literal, path);
                }
                Role::Row(_) | Role::Measure(_) => {}
            }
            fine &= match known.role {
                Role::Centre => centre.is_some(),
                _ => radius.is_some(),
            };
        }
        if fine && !clause.parameters.is_empty() && (centre.is_none() || radius.is_none()) {
            let message = "Give both, like coordinates = (42.7, 23.3), distance_km <= 10.";
            self.problem(Problem::error(codes::MISSING_PARAMETER, path, message));
            return None;
        }
        let positive = match (centre, radius) {
            (Some((latitude, longitude)), Some(kilometres)) if fine => {
                Positive::Near { latitude, longitude, kilometres }
            }
            _ if clause.parameters.is_empty() => Positive::Missing,
            _ => return None,
        };
        let negated = clause.matches == (positive == Positive::Missing);
        let operand = Operand::Column("coordinates".to_owned());
        let test = ValueTest { positive, negated, strict: false };
        Some(Node { path: path.to_owned(), kind: NodeKind::Value { operand, test } })
    }

    fn centre(&mut self, literal: &Literal, path: String) -> Option<(Decimal, Decimal)> {
        let degrees = match literal {
            Literal::Tuple(pair) if pair.len() == 2 => {
                let latitude = self.exact_number("The latitude", Type::Decimal, &pair[0], path.clone());
                let longitude = self.exact_number("The longitude", Type::Decimal, &pair[1], path.clone());
                Some((latitude?, longitude?))
            }
            _ => None,
        };
        let within =
            |degrees: Decimal, most: i128| degrees <= Decimal::new(most, 0) && degrees >= Decimal::new(-most, 0);
        match degrees {
            Some((latitude, longitude)) if within(latitude, 90) && within(longitude, 180) => {
                Some((latitude, longitude))
            }
            _ => {
                let message = "coordinates are a latitude from -90 to 90 and a longitude from -180 to 180, like \
                               (42.7, 23.3).";
                self.problem(Problem::error(codes::BAD_COORDINATES, path, message));
                None
            }
        }
    }

    fn radius(&mut self, name: &str, unit: u32, literal: &Literal, path: String) -> Option<Decimal> {
        let number = self.exact_number(name, Type::Decimal, literal, path.clone())?.normalized();
        if number < Decimal::new(0, 0) {
            let message = format!("{name} is a radius; write a number that is not negative.");
            self.problem(Problem::error(codes::BAD_COORDINATES, path, message));
            return None;
        }
        let kilometres = number
            .mantissa()
            .checked_mul(i128::from(unit))
            .and_then(|mantissa| shortened(mantissa, number.scale() + 6))
            .filter(|kilometres| *kilometres <= Decimal::new(1_000_000, 0));
        if kilometres.is_none() {
            let message = format!("{name} is too large or has too many digits; write at most 12 after the point.");
            self.problem(Problem::error(codes::NUMBER_TOO_LONG, path, message));
        }
        kilometres
    }
}

/// `mantissa / 10^scale` with as few digits as it takes, if at most 18 follow the point.
fn shortened(mut mantissa: i128, mut scale: u8) -> Option<Decimal> {
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    (scale <= 18).then(|| Decimal::new(mantissa, scale))
}

/// `US-CA` of a country and a region as written, with or without the country's own prefix.
fn region_key(code: &str, region: &str) -> Option<String> {
    let region = without_prefix(code, region);
    (!region.is_empty()).then(|| format!("{code}-{region}"))
}

/// `US-NY-newyorkcity`, `GB-london` of a country and `region-city`, `-city` or `city` as written.
fn city_key(code: &str, rest: &str) -> Option<String> {
    let rest = match rest.split_once('-') {
        Some((prefix, inner)) if prefix.trim().eq_ignore_ascii_case(code) && inner.contains('-') => inner,
        _ => rest,
    };
    let (region, city) = rest.split_once('-').unwrap_or(("", rest));
    let (region, city) = (value::upper(region), value::city_part(city));
    if city.is_empty() {
        return None;
    }
    Some(if region.is_empty() { format!("{code}-{city}") } else { format!("{code}-{region}-{city}") })
}

fn without_prefix(code: &str, region: &str) -> String {
    let region = value::upper(region);
    let inner = region.strip_prefix(code).and_then(|rest| rest.strip_prefix('-')).map(str::trim);
    inner.unwrap_or(&region).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_places() {
        for (code, text, key) in
            [("US", "ca", Some("US-CA")), ("JP", "JP-13", Some("JP-13")), ("JP", "13", Some("JP-13")), ("US", "", None)]
        {
            assert_eq!(region_key(code, text).as_deref(), key, "{text}");
        }
        for (code, text, key) in [
            ("US", "NY-New York City", Some("US-NY-newyorkcity")),
            ("GB", "London", Some("GB-london")),
            ("GB", "-London", Some("GB-london")),
            ("BR", "SP-São Paulo", Some("BR-SP-saopaulo")),
            ("JP", "JP-13-Tokyo", Some("JP-13-tokyo")),
            ("FR", "IDF-Saint-Denis", Some("FR-IDF-saintdenis")),
            ("GB", "-", None),
        ] {
            assert_eq!(city_key(code, text).as_deref(), key, "{text}");
        }
    }

    #[test]
    fn miles_are_exact() {
        assert_eq!(shortened(1_609_344 * 5, 6).unwrap().to_string(), "8.04672");
    }
}
