use chrono::TimeDelta;

use super::EventType;

/// How long a delivery rests after each failure: quickly at first, for a receiver that is being restarted, then for three
/// days, for one that breaks on a Friday evening.
const RESTS: [TimeDelta; 12] = [
    TimeDelta::seconds(5),
    TimeDelta::seconds(30),
    TimeDelta::minutes(2),
    TimeDelta::minutes(10),
    TimeDelta::minutes(30),
    TimeDelta::hours(1),
    TimeDelta::hours(3),
    TimeDelta::hours(7),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
    TimeDelta::hours(12),
    TimeDelta::hours(24),
];

/// An endpoint that has taken nothing for so long is switched off when a delivery to it is given up.
pub const FAILING_FOR: TimeDelta = TimeDelta::days(2);

/// How long a delivery of an event of this type rests when its attempt number `attempts` failed; none when it is given up.
pub fn rest_after(event_type: &str, attempts: u32) -> Option<TimeDelta> {
    if event_type == EventType::PING {
        return None;
    }
    let failures = usize::try_from(attempts).ok()?;
    RESTS.get(failures.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_for_three_days() {
        let rests: Vec<_> = (1..).map_while(|attempts| rest_after("order.paid", attempts)).collect();
        assert_eq!(rests.first(), Some(&TimeDelta::seconds(5)));
        assert!(rests.is_sorted());
        let all: TimeDelta = rests.iter().sum();
        assert!(all > TimeDelta::hours(70) && all < TimeDelta::hours(76), "{all}");
        assert!(all > FAILING_FOR, "who fails all the time is switched off by the first that is given up");
    }

    #[test]
    fn a_test_is_sent_once() {
        assert_eq!(rest_after(EventType::PING, 1), None);
    }

    #[test]
    fn no_attempt_is_no_failure() {
        assert_eq!(rest_after("order.paid", 0), None);
        assert_eq!(rest_after("order.paid", u32::MAX), None);
    }
}
