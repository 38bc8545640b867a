import type { RefundStatus, ReturnStatus } from '@/api/types'
import type { Words } from './problems'

/** What went back of an order: money, and things. */
export const refunds = {
  heading: 'Paid back',
  sum: (amount: string) => `Paid back in all: ${amount}`,
  status: {
    pending: 'On its way to you',
    settled: 'Paid back',
    failed: 'Could not be paid back yet',
  } satisfies Record<RefundStatus, string>,
  meaning: {
    pending: 'The shop has asked its bank. This page shows when it is done.',
    settled: 'It can take a few days until you see it on your account.',
    failed: 'The bank declined. The shop knows, and looks for another way.',
  } satisfies Record<RefundStatus, string>,
  units: 'For',
  shipping: (amount: string) => `Shipping: ${amount}`,
  givenUp: (units: number) => (units === 1 ? '1 unit is not sent any more' : `${units} units are not sent any more`),
}

export const returns = {
  heading: 'Send something back',
  lead: 'Not what you hoped for? Say what you want to send back. The shop answers by mail and on this page.',
  until: (moment: string) => `You can ask until ${moment}.`,
  open: 'Send something back',
  legend: 'What do you want to send back?',
  units: (name: string) => `How many of ${name}`,
  none: 'None',
  reason: 'Why',
  reasonHint: 'The shop reads it. A sentence is enough.',
  reasonMissing: 'Say why, in a few words.',
  nothing: 'Choose at least one.',
  submit: 'Ask to send it back',
  sending: 'Asking the shop',
  cancel: 'Keep everything',
  sent: 'The shop has your request. You get a mail as soon as it is answered.',
  lost: {
    title: 'No answer from the shop',
    meaning: 'It may have your request, or not.',
    next: 'Send it again: it counts once.',
  } satisfies Words,
  list: 'What you send back',
  askedAt: (moment: string) => `Asked for ${moment}`,
  yourReason: (reason: string) => `You said: ${reason}`,
  answer: (words: string) => `The shop says: ${words}`,
  status: {
    requested: 'Waiting for the shop',
    approved: 'Approved',
    rejected: 'Not accepted',
    received: 'Received',
    withdrawn: 'Withdrawn',
  } satisfies Record<ReturnStatus, string>,
  meaning: {
    requested: 'The shop looks at it. Do not send anything yet.',
    approved: 'You can send it. Once it is here, the shop pays you back.',
    rejected: 'The shop does not take it back.',
    received: 'The shop has it back. What is paid back is listed on this page.',
    withdrawn: 'You keep it.',
  } satisfies Record<ReturnStatus, string>,
  withdraw: 'Keep it after all',
  withdrawTitle: 'Withdraw this return?',
  withdrawBody: (what: string) => `You keep ${what}. You can ask again later.`,
  withdrawKeep: 'Go on with the return',
  withdrawing: 'Withdrawing',
}
