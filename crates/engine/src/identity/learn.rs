use doorbuster_domain::{SessionId, UserId};

use super::Identity;
use super::revocations::Entry;
use crate::ambient::now;

impl Identity {
    /// This process revoked a session: refused here from the next request on, and told to the others.
    pub(super) fn announce_revoked_session(&self, session: SessionId) {
        self.learn_revoked_sessions(&[session]);
        self.0.announcer.session_revoked(session);
    }

    /// This process raised an account's epoch: older tokens are refused here from the next request on, and the others are
    /// told.
    pub(super) fn announce_raised_epoch(&self, user: UserId, epoch: i32) {
        self.learn_raised_epochs(&[(user, epoch)]);
        self.0.announcer.epoch_raised(user, epoch);
    }

    /// Refuses the access tokens of these sessions in this process, from the next request on.
    pub(crate) fn learn_revoked_sessions(&self, sessions: &[SessionId]) {
        let now = now();
        let news: Vec<_> = sessions.iter().map(|session| (*session, Entry { value: (), at: now })).collect();
        self.0.revocations.learn_sessions(&news, now);
    }

    /// Refuses the access tokens of these accounts that were made before the given epoch, in this process, from the next
    /// request on.
    pub(crate) fn learn_raised_epochs(&self, epochs: &[(UserId, i32)]) {
        let now = now();
        let news: Vec<_> =
            epochs.iter().map(|(user, epoch)| (*user, Entry { value: *epoch, at: now })).collect();
        self.0.revocations.learn_epochs(&news, now);
    }
}
