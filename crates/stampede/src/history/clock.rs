//! One clock for everything that is recorded, and what the database's clock says meanwhile.

use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use tokio::time::sleep;

use super::Micros;

/// How often the clocks are compared; the quickest answer counts.
const READINGS: usize = 20;

/// Moments since a stampede began.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

/// What the database's clock showed at moment 0.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The time.
    pub began_at: DateTime<Utc>,
    /// By how much it may be wrong.
    pub error: Micros,
}

impl Clock {
    /// Moment 0 is now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago that was.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// The moment that it is.
    #[must_use]
    pub fn now(self) -> Micros {
        Micros::try_from(self.elapsed().as_micros()).unwrap_or(Micros::MAX)
    }

    /// Waits until a moment has come.
    pub async fn until(self, moment: Micros) {
        let wait = u64::try_from(moment - self.now()).unwrap_or_default();
        sleep(Duration::from_micros(wait)).await;
    }

    /// Compares this clock with a database's.
    ///
    /// # Errors
    /// Whatever the database says.
    pub async fn compare(self, options: &PgConnectOptions) -> anyhow::Result<Reading> {
        let mut connection: PgConnection = options.clone().disable_statement_logging().connect().await?;
        let mut best: Option<Reading> = None;
        for _ in 0..READINGS {
            let asked = self.now();
            let read: DateTime<Utc> =
                sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(&mut connection).await?;
            // It was read at some moment of the round trip: the middle is wrong by half of it at most.
            let half = (self.now() - asked) / 2 + 1;
            if best.is_none_or(|best| half < best.error) {
                best = Some(Reading { began_at: read - TimeDelta::microseconds(asked + half), error: half });
            }
        }
        connection.close().await?;
        best.context("the clocks were not compared")
    }
}

impl Reading {
    /// This reading, trusted only as far as a later one agrees.
    #[must_use]
    pub fn confirmed_by(self, later: Self) -> Self {
        let drift = (later.began_at - self.began_at).num_microseconds().unwrap_or(Micros::MAX).abs();
        Self { began_at: self.began_at, error: self.error.max(later.error).saturating_add(drift) }
    }
}

#[cfg(test)]
mod tests {
    use super::Reading;
    use chrono::{DateTime, TimeDelta};

    #[test]
    fn clocks_that_drift_are_trusted_less() {
        let began_at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let early = Reading { began_at, error: 40 };
        let late = Reading { began_at: began_at - TimeDelta::microseconds(300), error: 70 };
        let both = early.confirmed_by(late);
        assert_eq!((both.began_at, both.error), (began_at, 370));
    }
}
