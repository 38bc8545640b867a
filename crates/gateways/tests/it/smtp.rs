//! Mails through a real SMTP server.

use doorbuster_gateways::mail::{Mail, MailError, MailTransport, Smtp, SmtpUrlError};
use doorbuster_testkit::smtp::{LARGEST, SmtpSink};
use secrecy::SecretString;
use uuid::Uuid;

fn mail(number: u128) -> Mail {
    Mail {
        id: Uuid::from_u128(number),
        to: "ada@example.com".parse().unwrap(),
        subject: "Grüße".into(),
        text: "Straße & more:\n\nhttp://shop.test/verify-email#token=abc\n.\nstill the same mail\n".into(),
    }
}

fn smtp(url: &str) -> Result<Smtp, SmtpUrlError> {
    Smtp::new(&SecretString::from(url), "The shop <shop@example.com>".parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_takes_what_we_write() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink.url()).unwrap();
    for number in [1, 2] {
        smtp.send(&mail(number)).await.unwrap();
    }
    let mails = sink.mails();
    assert_eq!(mails.len(), 2);
    for mail in &mails {
        assert!(mail.contains("From: \"The shop\" <shop@example.com>"), "{mail}");
        assert!(mail.contains("X-RcptTo: ada@example.com"), "{mail}");
        assert!(mail.contains("still the same mail"), "{mail}");
    }
    assert!(mails.iter().any(|mail| mail.contains("00000000-0000-0000-0000-000000000002@example.com")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_will_never_take_is_not_tried_again() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink.url()).unwrap();
    let long = Mail { text: "x\n".repeat(LARGEST), ..mail(3) };
    let refused = smtp.send(&long).await.unwrap_err();
    assert!(matches!(&refused, MailError::Refused(_)), "{refused}");
    // The next one is taken.
    smtp.send(&mail(4)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_asked_again_later() {
    let sink = SmtpSink::start();
    let smtp = smtp(&sink.url()).unwrap();
    smtp.send(&mail(5)).await.unwrap();
    drop(sink);
    let away = smtp.send(&mail(6)).await.unwrap_err();
    assert!(matches!(&away, MailError::Later(_)), "{away}");
}

#[test]
fn an_address_that_is_none_is_refused_without_showing_it() {
    for url in ["", "localhost", "http://localhost", "smtp//x"] {
        assert_eq!(smtp(url).err(), Some(SmtpUrlError), "{url}");
    }
    assert!(!SmtpUrlError.to_string().contains("hunter2"));
}
