use std::str::FromStr;

use doorbuster_domain::identity::Email;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use uuid::Uuid;

use super::MailError;

/// A mail: plain text, which every reader shows and no reader follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The same for every try to send it; becomes its Message-ID.
    pub id: Uuid,
    /// To whom.
    pub to: Email,
    /// What it is about, in a few words.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// `MAIL_FROM`: who writes, as `Shop <shop@example.com>` or an address alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

/// The text names no sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not like `Shop <shop@example.com>`")]
pub struct SenderError;

impl FromStr for Sender {
    type Err = SenderError;

    fn from_str(text: &str) -> Result<Self, SenderError> {
        text.parse().map(Self).map_err(|_| SenderError)
    }
}

impl Sender {
    /// The mail as it travels (RFC 5322).
    pub(super) fn compose(&self, mail: &Mail) -> Result<Message, MailError> {
        let refused = |error: String| MailError::Refused(error);
        let to = mail.to.as_str().parse().map_err(|_| refused("an address that mail cannot carry".into()))?;
        let host = self.0.email.domain();
        Message::builder()
            .from(self.0.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|error| refused(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Mail {
        Mail {
            id: Uuid::from_u128(7),
            to: "ada@example.com".parse().unwrap(),
            subject: "Grüße".into(),
            text: "Schöne Grüße.\n".into(),
        }
    }

    #[test]
    fn a_mail_has_one_id_however_often_it_is_composed() {
        let sender: Sender = "The shop <shop@example.com>".parse().unwrap();
        let text = || String::from_utf8(sender.compose(&mail()).unwrap().formatted()).unwrap();
        assert!(
            text().contains("Message-ID: <00000000-0000-0000-0000-000000000007@example.com>"),
            "{}",
            text()
        );
        assert!(text().contains("From: \"The shop\" <shop@example.com>"), "{}", text());
        assert!(text().contains("To: ada@example.com"), "{}", text());
    }

    #[test]
    fn nothing_in_a_subject_becomes_a_header() {
        let sender: Sender = "shop@example.com".parse().unwrap();
        let mail = Mail { subject: "Hello\r\nBcc: eve@example.com".into(), ..mail() };
        let text = String::from_utf8(sender.compose(&mail).unwrap().formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
    }

    #[test]
    fn no_sender() {
        for text in ["", "shop", "<shop@example.com", "a@b@c"] {
            assert_eq!(text.parse::<Sender>(), Err(SenderError), "{text}");
        }
    }
}
