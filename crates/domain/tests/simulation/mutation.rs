use crate::rules::Rule;

/// A deliberate bug. The simulation must catch every one, or its rules are worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    /// A batch decides without the sale's lock.
    SkipTheLock,
    /// Everybody is told before the commit.
    AnswerBeforeCommit,
    /// A lost answer is taken for a commit.
    GuessCommitted,
    /// A lost answer is taken for a rollback.
    GuessRolledBack,
    /// A lapsed order's units do not come back.
    LoseARelease,
    /// A lapsed order's units come back twice.
    ReleaseTwice,
    /// The board grants.
    GrantFromTheBoard,
    /// The per-customer limit is not looked at.
    IgnoreTheLimit,
    /// The window is not looked at.
    ForgetTheWindow,
    /// The window is judged by the time before the wait for the lock.
    WindowBeforeTheLock,
    /// The board takes over whatever it reads last, however old.
    StaleBoard,
    /// Once sold out, the board never looks up again.
    SoldOutForever,
    /// Who clicked twice is told twice that the order is new.
    TellFollowersSold,
    /// A batch whose answer was lost is sent again under fresh ids.
    RetryWithFreshIds,
    /// A batch whose answer was lost is sent again as if it were the first time.
    ForgetTheRetry,
    /// An unknown batch that is refused when it is tried again counts as never stored.
    RefusedIsFailed,
    /// What is unknown for too long is called busy.
    CallUnknownBusy,
    /// The lane goes on with a connection that brought no answer.
    TrustBrokenConnection,
    /// A given-up connection's last statement is not fenced off.
    NoFence,
    /// A connection that could not be made counts as a lost answer.
    UnsentIsUnknown,
    /// After a failure nobody tries again.
    ForgetToTryAgain,
    /// The board is brought up to date after the buyers were told.
    TellBeforeShowing,
    /// The board refuses a key that it could find.
    NoLookUp,
    /// The board refuses a key above the limit, which may have been lower when its order was made.
    NoLookUpAboveTheLimit,
    /// A customer's latest order is taken to be the one with the greatest id.
    LatestById,
    /// Some verdicts are told twice.
    AnswerTwice,
    /// Whoever clicked twice is forgotten.
    ForgetFollowers,
    /// A slow look at PostgreSQL's clock is believed.
    BelieveSlowClocks,
    /// The sweep expires paid orders.
    ExpirePaid,
    /// The sweep expires a second early.
    ExpireEarly,
    /// The sweep ticks a batch off after its first portion.
    SweepForgets,
    /// A payment claims an order whose hold is over.
    ClaimTheDead,
    /// Settling gives away what orders hold.
    SettleTheHeld,
    /// An order whose capture is declined after its sale was cancelled goes back to its hold.
    LeaveTheDeclined,
    /// A cancelled sale is settled before its holds have ended.
    SettleTooSoon,
}

impl Mutation {
    pub(crate) const ALL: [Self; 35] = [
        Self::SkipTheLock,
        Self::AnswerBeforeCommit,
        Self::GuessCommitted,
        Self::GuessRolledBack,
        Self::LoseARelease,
        Self::ReleaseTwice,
        Self::GrantFromTheBoard,
        Self::IgnoreTheLimit,
        Self::ForgetTheWindow,
        Self::WindowBeforeTheLock,
        Self::StaleBoard,
        Self::SoldOutForever,
        Self::TellFollowersSold,
        Self::RetryWithFreshIds,
        Self::ForgetTheRetry,
        Self::RefusedIsFailed,
        Self::CallUnknownBusy,
        Self::TrustBrokenConnection,
        Self::NoFence,
        Self::UnsentIsUnknown,
        Self::ForgetToTryAgain,
        Self::TellBeforeShowing,
        Self::NoLookUp,
        Self::NoLookUpAboveTheLimit,
        Self::LatestById,
        Self::AnswerTwice,
        Self::ForgetFollowers,
        Self::BelieveSlowClocks,
        Self::ExpirePaid,
        Self::ExpireEarly,
        Self::SweepForgets,
        Self::ClaimTheDead,
        Self::SettleTheHeld,
        Self::LeaveTheDeclined,
        Self::SettleTooSoon,
    ];

    /// The rules that may catch it first. Another one would mean that the bug is not the one it claims to be.
    pub(crate) fn caught_by(self) -> &'static [Rule] {
        match self {
            Self::SkipTheLock => &[Rule::Conservation, Rule::OneActive, Rule::Oversold, Rule::Serial],
            Self::AnswerBeforeCommit | Self::GrantFromTheBoard => &[Rule::Durable],
            Self::GuessCommitted => &[Rule::Durable],
            Self::GuessRolledBack | Self::ForgetTheRetry => &[Rule::Replay, Rule::Ghost, Rule::Durable],
            Self::LoseARelease | Self::ReleaseTwice | Self::SettleTheHeld => &[Rule::Conservation],
            Self::IgnoreTheLimit => &[Rule::Limit],
            Self::ForgetTheWindow => &[Rule::Window, Rule::Serial],
            Self::WindowBeforeTheLock => &[Rule::Window],
            Self::StaleBoard | Self::SoldOutForever | Self::BelieveSlowClocks => &[Rule::Refusal],
            Self::TellFollowersSold => &[Rule::ToldOnce, Rule::Durable],
            Self::RetryWithFreshIds => &[Rule::Replay, Rule::Ghost],
            Self::CallUnknownBusy | Self::RefusedIsFailed | Self::NoFence => &[Rule::Ghost],
            Self::TrustBrokenConnection => &[Rule::Durable, Rule::ToldOnce, Rule::Refusal, Rule::Unknown],
            Self::UnsentIsUnknown => &[Rule::Unknown],
            Self::ForgetToTryAgain => &[Rule::Answered, Rule::Liveness],
            Self::TellBeforeShowing => &[Rule::Board],
            Self::NoLookUp | Self::NoLookUpAboveTheLimit => &[Rule::KeyFindsOrder],
            Self::LatestById => &[Rule::Serial, Rule::KeyFindsOrder],
            Self::AnswerTwice => &[Rule::ToldOnce, Rule::Answered],
            Self::ForgetFollowers => &[Rule::Answered],
            Self::ExpirePaid | Self::ExpireEarly => &[Rule::Expiry],
            Self::SweepForgets => &[Rule::Overdue],
            Self::ClaimTheDead => &[Rule::Expiry],
            Self::LeaveTheDeclined | Self::SettleTooSoon => &[Rule::CalledOff],
        }
    }
}
