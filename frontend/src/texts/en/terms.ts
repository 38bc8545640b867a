export const terms = {
  title: 'Terms of the sales',
  lead: 'How a sale works here, in words that mean what they say.',
  sections: [
    { heading: 'What is on sale', paragraphs: ['A sale offers a counted number of units of one product, at one price, between two moments. All three are on its page before it opens, and they are not changed to make anything look scarcer than it is.', 'The number of units left is exact when fewer than fifty remain. Above that it is rounded down, because it moves faster than one can read.'] },
    { heading: 'Who gets one', paragraphs: ['Orders are served in the order in which they reach the shop. The clock that counts is the shop’s, not the one on your device; the countdown on the page is set by it.', 'There is one order per customer in each sale, within the limit that the sale names. Pressing the button again, reloading the page or losing the connection never makes a second order.'] },
    { heading: 'The hold', paragraphs: ['When you buy, your units are held for the time the sale names, usually ten minutes. In that time they are yours to pay for and nobody else’s. A payment that is under way when the time ends is still counted.', 'If the time ends without a payment, the order expires, the units go back on sale, and you owe nothing.'] },
    { heading: 'Paying', paragraphs: ['The price includes value added tax. You are charged once the payment is confirmed, never when you press “buy”.', 'A shop that runs with the test provider says so next to every payment. No money moves there, whatever you choose.'] },
    { heading: 'Changing your mind', paragraphs: ['An order that has not been paid can be cancelled on its page, at once and without giving a reason.', 'A consumer in the European Union may withdraw from a paid order within fourteen days of receiving it. Return the product unused and the price is refunded the way you paid.'] },
    { heading: 'What we keep about you', paragraphs: ['Your email address, your name if you give it, and your orders. The one cookie keeps you logged in; it cannot be read by scripts and goes to no one else. There is no tracking, and the pages load nothing from other companies.'] },
  ],
} as const
