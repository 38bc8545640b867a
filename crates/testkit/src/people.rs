use doorbuster_domain::UserId;
use doorbuster_domain::identity::{Email, Password, Role};
use doorbuster_engine::identity::LoadUser;
use serde_json::json;

use crate::{Answer, Shop};

const PASSWORD: &str = "velvet-anchor-quarry";

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// Its e-mail address.
    pub email: String,
    /// A bearer token.
    pub token: String,
}

impl Shop {
    /// A customer who has just come.
    ///
    /// # Panics
    /// When the shop cannot make one.
    pub async fn customer(&self) -> Person {
        self.customers(1).await.pop().expect("one customer")
    }

    /// Many customers at once.
    ///
    /// # Panics
    /// When the shop cannot make them.
    pub async fn customers(&self, count: u32) -> Vec<Person> {
        let made = self.engine.identity.load_users(count).await.expect("customers are made");
        made.users.into_iter().map(|LoadUser { id, email, token }| Person { id, email, token }).collect()
    }

    /// Somebody with this role, signed in with a password.
    ///
    /// # Panics
    /// When the shop cannot make one.
    pub async fn person(&self, role: Role) -> Person {
        let email = format!("{}-{}@shop.test", role.as_str(), self.number());
        let password = Password::new(PASSWORD.to_owned(), &[]).expect("a good password");
        let parsed: Email = email.parse().expect("an address");
        self.engine.identity.create_user(&parsed, password, role, None).await.expect("an account");
        let answer = self.log_in(&email, PASSWORD).await.assert_status(200);
        let id = answer.text("/user/id").parse().expect("an id");
        Person { id, email, token: answer.text("/access_token").to_owned() }
    }

    /// Signs in.
    pub async fn log_in(&self, email: &str, password: &str) -> Answer {
        self.post("/api/v1/users/authenticate")
            .json(&json!({"email": email, "password": password, "refresh": "body"}))
            .send()
            .await
    }

    /// The password of everybody that [`Shop::person`] makes.
    pub fn password() -> &'static str {
        PASSWORD
    }
}
