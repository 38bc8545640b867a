//! Moments as RFC 3339 in UTC, as chrono's serde writes them, in one piece: chrono hands serde one character after the other,
//! and an order has four moments.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use serde::{Serialize as _, Serializer};

/// `2026-12-01T05:35:31.483422Z`: the longest with microseconds, which is what PostgreSQL keeps.
const LENGTH: usize = 27;

/// For `#[serde(serialize_with = "…")]`.
pub(crate) fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut buffer = [0; LENGTH];
    match write(at, &mut buffer) {
        Some(text) => serializer.serialize_str(text),
        None => at.serialize(serializer),
    }
}

/// For `#[serde(serialize_with = "…")]`: null for none.
pub(crate) fn serialize_option<S: Serializer>(
    at: &Option<DateTime<Utc>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serialize(at, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes a moment of the years 0 to 9999 that is no leap second and has no more than microseconds; nothing else.
fn write<'a>(at: &DateTime<Utc>, buffer: &'a mut [u8; LENGTH]) -> Option<&'a str> {
    let year = u32::try_from(at.year()).ok().filter(|year| *year <= 9999)?;
    let nanos = at.nanosecond();
    if nanos >= 1_000_000_000 || !nanos.is_multiple_of(1_000) {
        return None;
    }
    buffer.copy_from_slice(b"0000-00-00T00:00:00.000000Z");
    digits(&mut buffer[0..4], year);
    digits(&mut buffer[5..7], at.month());
    digits(&mut buffer[8..10], at.day());
    digits(&mut buffer[11..13], at.hour());
    digits(&mut buffer[14..16], at.minute());
    digits(&mut buffer[17..19], at.second());
    // Without a fraction, or in thousandths or millionths, whichever is exact.
    let end = if nanos == 0 {
        19
    } else if nanos.is_multiple_of(1_000_000) {
        digits(&mut buffer[20..23], nanos / 1_000_000);
        23
    } else {
        digits(&mut buffer[20..26], nanos / 1_000);
        26
    };
    buffer[end] = b'Z';
    std::str::from_utf8(&buffer[..=end]).ok()
}

/// Fills `place` with the last digits of `number`.
fn digits(place: &mut [u8], mut number: u32) {
    for digit in place.iter_mut().rev() {
        // A digit is always one byte.
        *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// What is under test, as a value of JSON.
    fn written(at: DateTime<Utc>) -> Value {
        serialize(&at, serde_json::value::Serializer).unwrap()
    }

    #[test]
    fn as_chrono_writes_them() {
        let moments = [
            "2026-12-01T05:35:31.483422Z",
            "2026-12-01T05:35:31.483Z",
            "2024-02-29T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            // Left to chrono.
            "2026-12-01T05:35:31.483422123Z",
            "2016-12-31T23:59:60Z",
            "+10000-01-01T00:00:00Z",
            "-0001-01-01T00:00:00Z",
        ];
        for moment in moments {
            let at: DateTime<Utc> = moment.parse().unwrap();
            assert_eq!((written(at), json!(at)), (json!(moment), json!(moment)));
        }
        assert_eq!(serialize_option(&None, serde_json::value::Serializer).unwrap(), Value::Null);
    }

    proptest! {
        #[test]
        fn any_moment_is_written_as_chrono_writes_it(
            seconds in -70_000_000_000_i64..260_000_000_000, nanos in 0_u32..1_000_000_000, unit in 0_usize..4,
        ) {
            // Whole seconds, milliseconds, microseconds and nanoseconds alike.
            let unit = [1_000_000_000, 1_000_000, 1_000, 1][unit];
            let at = DateTime::from_timestamp(seconds, nanos / unit * unit).unwrap();
            prop_assert_eq!(written(at), json!(at));
        }
    }
}
