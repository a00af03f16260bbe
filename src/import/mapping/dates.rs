//! Dates and times in the form a mapping describes, such as `M/D/YYYY`.

/// One piece of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    /// A character as it is.
    Is(char),
}

impl Piece {
    /// The place of a part from year to second.
    fn place(self) -> usize {
        match self {
            Piece::Year | Piece::Is(_) => 0,
            Piece::Month => 1,
            Piece::Day => 2,
            Piece::Hour => 3,
            Piece::Minute => 4,
            Piece::Second => 5,
        }
    }
}

/// A form of dates: `YYYY`, `MM` or `M`, `DD` or `D`, `HH`, `mm`, `ss`, and characters between.
/// Months, days and clock parts are read with one or two digits, with two where another part
/// touches them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DateForm(Vec<Piece>);

impl DateForm {
    /// Reads a form; `None` unless it has a year, a month and a day.
    pub(super) fn parse(text: &str) -> Option<DateForm> {
        let mut pieces = Vec::new();
        let mut rest = text;
        const PARTS: [(&str, Piece); 10] = [
            ("YYYY", Piece::Year),
            ("MM", Piece::Month),
            ("M", Piece::Month),
            ("DD", Piece::Day),
            ("D", Piece::Day),
            ("HH", Piece::Hour),
            ("H", Piece::Hour),
            ("mm", Piece::Minute),
            ("ss", Piece::Second),
            ("m", Piece::Minute),
        ];
        while let Some(first) = rest.chars().next() {
            match PARTS.into_iter().find_map(|(sign, piece)| rest.strip_prefix(sign).map(|after| (piece, after))) {
                Some((piece, after)) => {
                    pieces.push(piece);
                    rest = after;
                }
                None => {
                    pieces.push(Piece::Is(first));
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        let whole = [Piece::Year, Piece::Month, Piece::Day].iter().all(|part| pieces.contains(part));
        whole.then_some(DateForm(pieces))
    }

    /// Rewrites a text of this form as ISO 8601; `None` if it is not of this form.
    pub(super) fn to_iso(&self, text: &str) -> Option<String> {
        let mut rest = text.trim();
        let mut parts = [None::<u32>; 6];
        for (at, piece) in self.0.iter().enumerate() {
            if let Piece::Is(sign) = piece {
                rest = rest.strip_prefix(*sign)?;
                continue;
            }
            let most = if *piece == Piece::Year { 4 } else { 2 };
            let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
            let touches = |place: Option<usize>| {
                place.and_then(|place| self.0.get(place)).is_some_and(|other| !matches!(other, Piece::Is(_)))
            };
            let fixed = *piece == Piece::Year || touches(at.checked_sub(1)) || touches(Some(at + 1));
            if digits == 0 || (fixed && digits < most) {
                return None;
            }
            parts[piece.place()] = rest[..digits].parse().ok();
            rest = &rest[digits..];
        }
        if !rest.is_empty() {
            return None;
        }
        let [year, month, day, hour, minute, second] = parts;
        let date = format!("{:04}-{:02}-{:02}", year?, month?, day?);
        match hour {
            None => Some(date),
            Some(hour) => Some(format!("{date}T{hour:02}:{:02}:{:02}", minute.unwrap_or(0), second.unwrap_or(0))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_rewritten() {
        for (form, text, iso) in [
            ("M/D/YYYY", "04/08/1966", Some("1966-04-08")),
            ("M/D/YYYY", "5/14/1965", Some("1965-05-14")),
            ("YYYYMMDD", "19970101", Some("1997-01-01")),
            ("D.M.YYYY HH:mm", " 3.12.2020 9:05", Some("2020-12-03T09:05:00")),
            ("YYYYMMDD", "1997011", None),
            ("M/D/YYYY", "1966-04-08", None),
            ("M/D/YYYY", "4/8/66", None),
            ("M/D/YYYY", "4/8/1966x", None),
        ] {
            assert_eq!(DateForm::parse(form).unwrap().to_iso(text).as_deref(), iso, "{form} {text}");
        }
        assert!(DateForm::parse("M/YYYY").is_none());
    }
}
