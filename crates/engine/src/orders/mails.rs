//! What the shop writes to a customer about an order: what was paid, what is on its way, what has arrived, what was called
//! off, what was paid back. Where the customer is reached is looked up when the mail is written.

use doorbuster_domain::identity::Email;
use doorbuster_domain::orders::{Order, OrderNumber, ReturnStatus};
use doorbuster_domain::{OrderId, ProductId, RefundId, ReturnId, ShipmentId};
use doorbuster_persistence::orders::{find, recipient};
use doorbuster_persistence::{Error, orders::Person};

use crate::identity::{Letter, LetterError};

/// An order and who reads about it.
struct Correspondence {
    order: Order,
    number: OrderNumber,
    to: Email,
    greeting: String,
}

impl Letter<'_> {
    /// Thanks for a payment.
    pub(crate) async fn order_paid(&self, order: OrderId) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let lines = lines(&about.order);
        let total = about.order.total;
        let news = format!(
            "thank you: your order is paid, and we are packing it.\n\n{lines}\nTotal  {total}\n\n\
             You find the invoice on the page of your order."
        );
        self.about(about, " is paid", &news).await
    }

    /// Says what is in a parcel and how to follow it.
    pub(crate) async fn order_shipped(
        &self,
        order: OrderId,
        shipment: ShipmentId,
    ) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let Some(parcel) = about.order.shipments.iter().find(|parcel| parcel.id == shipment) else {
            return Ok(());
        };
        let units = parcel.lines.iter().map(|units| (units.product_id, units.quantity));
        let contents = contents(&about.order, units);
        let number = parcel.tracking_number.as_deref();
        let tracking = number.map(|number| format!("\nTracking number  {number}")).unwrap_or_default();
        let news =
            format!("a parcel is on its way to you.\n\n{contents}\nCarrier  {}{tracking}", parcel.carrier);
        self.about(about, " is on its way", &news).await
    }

    /// Says that everything has arrived.
    pub(crate) async fn order_delivered(&self, order: OrderId) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let news = "your order was delivered. We hope that you like it; if you do not, you can send it back: the page of \
                    your order says how.";
        self.about(about, " was delivered", news).await
    }

    /// Says that it was called off.
    pub(crate) async fn order_cancelled(&self, order: OrderId) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let news = "your order was cancelled. What you have paid for it goes back to you.";
        self.about(about, " was cancelled", news).await
    }

    /// Says what was paid back, and what for.
    pub(crate) async fn order_refunded(&self, order: OrderId, refund: RefundId) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let Some(refund) = about.order.refunds.iter().find(|known| known.id == refund) else {
            return Ok(());
        };
        let units = refund.lines.iter().filter(|line| line.quantity > 0);
        let contents = contents(&about.order, units.map(|line| (line.product_id, line.quantity)));
        let news = format!(
            "we have paid back {}. It can take a few days until you see it on your account.\n\n{contents}Why  {}",
            refund.amount, refund.reason
        );
        self.about(about, " was refunded", &news).await
    }

    /// Says where a return went.
    pub(crate) async fn order_return(
        &self,
        order: OrderId,
        id: ReturnId,
        status: ReturnStatus,
    ) -> Result<(), LetterError> {
        let Some(about) = self.correspondence(order).await? else { return Ok(()) };
        let Some(known) = about.order.returns.iter().find(|known| known.id == id) else { return Ok(()) };
        let (what, news) = match status {
            ReturnStatus::Requested => {
                (": a return was requested", "you want to send something back. We look at it and tell you.")
            }
            ReturnStatus::Approved => (": a return was approved", "you can send back what you asked for."),
            ReturnStatus::Rejected => (": a return was rejected", "we cannot take back what you asked for."),
            ReturnStatus::Received => (
                ": a return has arrived",
                "what you sent back is here. If money goes back to you, another mail says how much.",
            ),
            ReturnStatus::Withdrawn => return Ok(()),
        };
        let units = contents(&about.order, known.lines.iter().map(|line| (line.product_id, line.quantity)));
        // What the staff said is for the steps that they took.
        let answer = known.answer.as_deref().filter(|_| status != ReturnStatus::Requested);
        let answer = answer.map(|answer| format!("\n{answer}\n")).unwrap_or_default();
        self.about(about, what, &format!("{news}\n{answer}\n{units}")).await
    }

    async fn correspondence(&self, order: OrderId) -> Result<Option<Correspondence>, LetterError> {
        let mut connection = self.database.acquire().await?;
        let Some(person) = recipient(&mut connection, order).await? else { return Ok(None) };
        let Some(order) = find(&mut connection, order).await? else { return Ok(None) };
        let Person { id: _, email, name } = person;
        let to = email.parse().map_err(|_| Error::Corrupt("users.email"))?;
        let greeting = name.map_or_else(|| "Hello".to_owned(), |name| format!("Hello {name}"));
        Ok(Some(Correspondence { number: OrderNumber::from(order.id), order, to, greeting }))
    }

    async fn about(&self, about: Correspondence, what: &str, news: &str) -> Result<(), LetterError> {
        let Correspondence { order, number, to, greeting } = about;
        let shop = &self.settings.shop;
        let url = &self.settings.public_url;
        let text = format!(
            "{greeting},\n\n\
             {news}\n\n\
             Order {number}\n\
             {url}/orders/{}\n\n\
             {shop}\n",
            order.id
        );
        self.send(to, format!("Your order {number}{what}"), text).await
    }
}

fn lines(order: &Order) -> String {
    order.lines.iter().map(|line| format!("{} × {}  {}\n", line.quantity, line.name, line.total)).collect()
}

/// Units of its lines, one a line.
fn contents(order: &Order, units: impl Iterator<Item = (ProductId, u32)>) -> String {
    let mut text = String::new();
    for (product, quantity) in units {
        let line = order.lines.iter().find(|line| line.product_id == product);
        let name = line.map_or("", |line| line.name.as_str());
        text.push_str(&format!("{quantity} × {name}\n"));
    }
    text
}
