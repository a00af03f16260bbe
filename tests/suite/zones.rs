//! IANA zones for native tests, spelled out from jiff's bundled database.

use headcount::time::{Day, Instant, LocalSecond, Zone};
use jiff::{Timestamp, tz::TimeZone};

/// The zone `name` with its transitions from 1880 to 2040.
pub(crate) fn zone(name: &str) -> Zone {
    let tz = TimeZone::get(name).unwrap_or_else(|_| panic!("no zone {name}"));
    let first: Timestamp = "1880-01-01T00:00:00Z".parse().unwrap();
    let last: Timestamp = "2040-01-01T00:00:00Z".parse().unwrap();
    let mut transitions = vec![(first.as_second(), tz.to_offset(first).seconds())];
    for transition in tz.following(first).take_while(|t| t.timestamp() < last) {
        transitions.push((transition.timestamp().as_second(), transition.offset().seconds()));
    }
    transitions.dedup_by_key(|(_, offset)| *offset);
    Zone::try_new(name, transitions).unwrap()
}

fn utc(text: &str) -> Instant {
    Instant(text.parse::<Timestamp>().unwrap().as_second())
}

#[test]
fn days_start_at_their_first_instant() {
    for (name, day, start) in [
        ("Europe/London", "2024-03-31", "2024-03-31T00:00:00Z"),
        ("Europe/London", "2024-04-01", "2024-03-31T23:00:00Z"),
        ("America/New_York", "2024-11-03", "2024-11-03T04:00:00Z"),
        ("America/New_York", "2024-11-04", "2024-11-04T05:00:00Z"),
        ("Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z"),
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z"),
        ("America/Santiago", "2023-09-03", "2023-09-03T04:00:00Z"),
        ("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z"),
        ("Pacific/Kiritimati", "2024-01-01", "2023-12-31T10:00:00Z"),
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ("Australia/Lord_Howe", "2024-04-08", "2024-04-07T13:30:00Z"),
    ] {
        assert_eq!(zone(name).start_of(Day::parse(day).unwrap()), utc(start), "{name} {day}");
    }
}

#[test]
fn every_day_agrees_with_jiff() {
    for name in ["Europe/London", "Asia/Beirut", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "UTC"] {
        let (ours, tz) = (zone(name), TimeZone::get(name).unwrap());
        let mut date = jiff::civil::date(1970, 1, 1);
        while date.year() < 2030 {
            let day = Day::parse(&date.to_string()).unwrap();
            let start = tz.to_timestamp(date.at(0, 0, 0, 0)).unwrap().as_second();
            assert_eq!(ours.start_of(day).0, start, "{name} {date}");
            if ours.start_of(Day(day.0 + 1)).0 > start {
                assert_eq!(ours.day_of(Instant(start)), day, "{name} {date}");
            }
            date = date.tomorrow().unwrap();
        }
    }
}

#[test]
fn wall_clocks_in_folds_and_gaps() {
    for (name, local, at) in [
        ("Europe/London", "2024-10-27T01:30:00", "2024-10-27T00:30:00Z"),
        ("Europe/London", "2024-03-31T01:30:00", "2024-03-31T01:30:00Z"),
        ("America/New_York", "2024-03-10T02:30:00", "2024-03-10T07:30:00Z"),
        ("America/New_York", "2024-11-03T01:30:00", "2024-11-03T05:30:00Z"),
    ] {
        let clock = utc(&format!("{local}Z")).0;
        assert_eq!(zone(name).instant_of(LocalSecond(clock)), utc(at), "{name} {local}");
    }
}
