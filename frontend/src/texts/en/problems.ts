import type { ApiProblem, ProblemCode } from '@/api/problem'
import { formatCount, formatSpan } from '@/shared/format'

/** What happened, what it means, and what one can do next. */
export interface Words {
  readonly title: string
  readonly meaning: string
  readonly next: string
}

type Facts = ApiProblem['facts'] & { readonly retryAfterMs?: number | undefined }

const soon = (facts: Facts) => (facts.retryAfterMs === undefined ? 'in a moment' : `in ${formatSpan(Math.max(1000, facts.retryAfterMs))}`)

const notLive: Record<string, Words> = {
  scheduled: { title: 'The sale has not opened yet', meaning: 'The shop’s clock decides, and it was a little early.', next: 'Stay on this page: the button opens by itself.' },
  paused: { title: 'The sale is paused', meaning: 'Nothing can be bought right now. Holds and payments go on as usual.', next: 'Stay on this page: it reopens here by itself.' },
  sold_out: { title: 'Sold out', meaning: 'Every unit was taken before your order arrived. You were not charged.', next: 'A unit comes back if somebody does not pay in time. This page shows it at once.' },
  ended: { title: 'The sale is over', meaning: 'It ended before your order arrived. You were not charged.', next: 'Have a look at the other sales.' },
  cancelled: { title: 'The sale was cancelled', meaning: 'The shop has called it off. You were not charged.', next: 'Have a look at the other sales.' },
}

export const problems: Record<ProblemCode, (facts: Facts) => Words> = {
  sold_out: () => ({ title: 'You did not get one this time', meaning: 'The last unit went to an order that arrived before yours. You were not charged.', next: 'If somebody does not pay in time, a unit comes back here by itself.' }),
  sale_not_live: ({ sale_status }) => notLive[sale_status ?? ''] ?? { title: 'The sale is not open', meaning: 'Nothing can be bought from it right now. You were not charged.', next: 'Stay on this page: it shows when that changes.' },
  already_purchased: () => ({ title: 'You already have an order in this sale', meaning: 'There is one order per customer and sale, so no second one was made.', next: 'Open your order to pay for it or to see where it is.' }),
  insufficient_units: ({ remaining }) => ({
    title: remaining == null ? 'Fewer are left than you asked for' : `Only ${formatCount(remaining)} left`,
    meaning: 'Your order was for more than what remains, so nothing was taken.',
    next: 'Choose a smaller quantity and try again.',
  }),
  quantity_limit: ({ limit }) => ({
    title: limit == null ? 'That is more than one customer may buy' : `The limit is ${formatCount(limit)} per customer`,
    meaning: 'Nothing was ordered.',
    next: 'Choose a smaller quantity and try again.',
  }),
  idempotency_mismatch: () => ({ title: 'Your first tap already counted', meaning: 'An order with another quantity went through from this page, so this one was not added.', next: 'Look at your orders: the first one is there.' }),
  idempotency_key_missing: () => ({ title: 'The payment was not sent', meaning: 'This page left out what protects you from paying twice. Nothing was charged.', next: 'Reload the page and try again.' }),
  rate_limited: (facts) => ({ title: 'Too many tries in a short time', meaning: 'The shop takes only so many requests from one person. Nothing was ordered or charged.', next: `You can try again ${soon(facts)}.` }),
  busy: (facts) => ({ title: 'The shop is very busy', meaning: 'Your request was not taken in. Nothing was ordered or charged.', next: `It can be asked again ${soon(facts)}.` }),
  outcome_unknown: () => ({ title: 'We do not know yet whether you got it', meaning: 'The shop lost sight of your order for a moment. It cannot be counted twice.', next: 'Ask again: the same order is looked up, never a second one.' }),
  unauthenticated: () => ({ title: 'Log in to go on', meaning: 'An order belongs to an account, so that you find it again on every device.', next: 'Log in, and you come straight back to this page.' }),
  invalid_signature: () => ({ title: 'This was not signed by the payment provider', meaning: 'Nothing was changed.', next: 'Check the secret of the webhook.' }),
  invalid_refresh_token: () => ({ title: 'You are logged out', meaning: 'Your session has ended.', next: 'Log in again to go on.' }),
  invalid_credentials: () => ({ title: 'That did not match', meaning: 'The email address or the password is not right.', next: 'Check both and try again.' }),
  email_taken: () => ({ title: 'This address already has an account', meaning: 'An address belongs to one account only.', next: 'Use another one, or log in with this one.' }),
  weak_password: () => ({ title: 'That password is too easy to guess', meaning: 'Nothing was saved yet.', next: 'Use a longer one; a few unrelated words do well.' }),
  wrong_password: () => ({ title: 'That is not your password', meaning: 'Nothing was changed.', next: 'Check it and try again.' }),
  link_expired: () => ({ title: 'This link does not work any more', meaning: 'It was used already, it is too old, or a part of it is missing.', next: 'Ask for a new one.' }),
  address_book_full: () => ({ title: 'Your address book is full', meaning: 'It holds twenty addresses, so this one was not added.', next: 'Remove one that you do not use any more, then add this one.' }),
  webhook_limit: () => ({ title: 'There are twenty webhooks already', meaning: 'Each needs connections of its own, so there cannot be more. Nothing was added.', next: 'Archive one that nobody needs any more, then add this one.' }),
  webhook_disabled: () => ({ title: 'This webhook is switched off', meaning: 'Nothing was sent.', next: 'Switch it on, then send.' }),
  invalid_image: () => ({ title: 'This is no picture for the shop', meaning: 'It is damaged, too large, or of another kind than JPEG, PNG and WebP. Nothing was saved.', next: 'Choose another file.' }),
  validation: () => ({ title: 'Something needs another look', meaning: 'Nothing was sent.', next: 'Correct what is marked and try again.' }),
  forbidden: () => ({ title: 'Your account may not do this', meaning: 'Nothing was changed.', next: 'Log in with another account if you have one.' }),
  already_reviewed: () => ({ title: 'You have reviewed this already', meaning: 'There is one review per product and order, so no second one was made.', next: 'Reload the page to see it and change it.' }),
  not_delivered: () => ({ title: 'It cannot be reviewed yet', meaning: 'A review is for what has arrived and stayed. This order was not delivered, or went back.', next: 'Come back when it has arrived.' }),
  return_too_late: () => ({ title: 'It is too late to send it back', meaning: 'That could be asked for fourteen days after it had arrived. Nothing was sent.', next: 'Write to the shop if something is wrong with it.' }),
  not_found: () => ({ title: 'There is nothing at this address', meaning: 'It was removed, it never existed, or it belongs to another account.', next: 'Start again from the sales.' }),
  sale_not_found: () => ({ title: 'This sale does not exist', meaning: 'The link may be old or cut short.', next: 'Have a look at the sales that are on.' }),
  illegal_transition: () => ({ title: 'The order has moved on', meaning: 'What you asked for is no longer possible in its present state.', next: 'The page shows its present state now.' }),
  nothing_to_refund: () => ({ title: 'There is nothing to refund', meaning: 'The order was not paid, or all of it has gone back. Nothing was changed.', next: 'The page shows what was paid and what went back.' }),
  refund_exceeds_paid: () => ({ title: 'That is more than is left', meaning: 'A refund cannot be more than what was paid and has not gone back yet. Nothing was refunded.', next: 'Look at what is left and choose a lower amount.' }),
  hold_expired: () => ({ title: 'The hold ran out before the payment', meaning: 'The units went back on sale. You were not charged.', next: 'If the sale is still open, you can buy again.' }),
  payment_declined: () => ({ title: 'The payment was declined', meaning: 'Nothing was charged, and your hold goes on.', next: 'Try again, or pay another way, before the hold ends.' }),
  payment_in_progress: () => ({ title: 'A payment is already under way', meaning: 'You are charged at most once, and your hold does not run out meanwhile.', next: 'The page shows its result as soon as there is one.' }),
  payments_unavailable: () => ({ title: 'Payments are not answering', meaning: 'Nothing was charged, and your hold goes on.', next: 'Try again shortly.' }),
  insufficient_stock: ({ available }) => ({
    title: available == null ? 'There is not enough stock' : available === 0 ? 'Sold out at the moment' : `Only ${formatCount(available)} in stock`,
    meaning: 'There are fewer units than that. Nothing was ordered, and your cart is as it was.',
    next: 'Lower the number of units and try again.',
  }),
  product_unavailable: () => ({ title: 'This is not sold any more', meaning: 'The shop took it out of its catalogue. Nothing was ordered.', next: 'Take it out of your cart to go on.' }),
  cart_empty: () => ({ title: 'Your cart is empty', meaning: 'There is nothing in it that could be ordered.', next: 'Put something in first.' }),
  cart_full: () => ({ title: 'Your cart is full', meaning: 'It holds a hundred different products, so this one was not added.', next: 'Take something out, or order first.' }),
  price_changed: () => ({ title: 'The price has changed', meaning: 'It is not what this page showed, so nothing was ordered.', next: 'Look at the new total and order again if you agree.' }),
  code_not_valid: () => ({ title: 'This code does not work', meaning: 'There is no such code, or it cannot be used now. Your cart is as it was.', next: 'Check how it is written.' }),
  code_not_applicable: () => ({ title: 'Your code cannot be used now', meaning: 'It would take nothing off, so nothing was ordered.', next: 'Remove it and order without it.' }),
  code_taken: () => ({ title: 'Another code has this text', meaning: 'Nothing was saved.', next: 'Choose another text.' }),
  limit_below_redeemed: () => ({ title: 'More orders have used it than that', meaning: 'Nothing was changed.', next: 'Choose a higher limit.' }),
  allocation_below_held: ({ held }) => ({
    title: held == null ? 'Orders hold more units than that' : `Orders hold ${formatCount(held)} units`,
    meaning: 'A sale cannot have fewer units than its orders hold. Nothing was changed.',
    next: 'Choose at least that many.',
  }),
  sale_over: () => ({ title: 'This sale is over', meaning: 'It has ended or was cancelled, so it cannot be changed any more.', next: 'Open a new sale instead.' }),
  precondition_failed: () => ({ title: 'Somebody else changed it', meaning: 'It is not as you have seen it any more. Your change was not saved.', next: 'Look at what is new, then change it again.' }),
  precondition_required: () => ({ title: 'The shop did not understand this page', meaning: 'Nothing was changed.', next: 'Reload the page: it may be from an older version.' }),
  slug_taken: () => ({ title: 'Another one has this address', meaning: 'Nothing was saved.', next: 'Choose another one.' }),
  foreign_origin: () => ({ title: 'This page is not the shop’s own', meaning: 'For your safety the shop only takes logins from its own address.', next: 'Open the shop at its usual address and try again.' }),
  malformed_json: () => ({ title: 'The shop did not understand this page', meaning: 'Nothing was changed.', next: 'Reload the page: it may be from an older version.' }),
  method_not_allowed: () => ({ title: 'The shop did not understand this page', meaning: 'Nothing was changed.', next: 'Reload the page: it may be from an older version.' }),
  unsupported_media_type: () => ({ title: 'The shop did not understand this page', meaning: 'Nothing was changed.', next: 'Reload the page: it may be from an older version.' }),
  body_too_large: () => ({ title: 'That was too much at once', meaning: 'The shop did not take it in.', next: 'Shorten what you entered and try again.' }),
  internal: () => ({ title: 'The shop made a mistake', meaning: 'It is on our side, and it has been logged.', next: 'Try again. If it stays, tell us the number below.' }),
  network: () => ({ title: 'No answer from the shop', meaning: 'Your connection may be gone, or the shop cannot be reached.', next: 'Check your connection. This page asks again by itself.' }),
  timeout: () => ({ title: 'The shop took too long', meaning: 'It is very busy, and its answer did not come in time.', next: 'Try again. An order or a payment is never counted twice.' }),
  unavailable: (facts) => ({ title: 'The shop is not answering', meaning: 'It is starting or overloaded.', next: `It can be asked again ${soon(facts)}.` }),
  unexpected: () => ({ title: 'Something went wrong', meaning: 'This page did not understand the answer.', next: 'Reload the page and try again.' }),
}
