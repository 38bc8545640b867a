import type { Words } from './problems'

/** The reviews as those read them who decide. */
export const staffReviews = {
  title: 'Moderate reviews',
  logIn: 'Log in to moderate reviews',
  filter: 'Reviews by state',
  status: { pending: 'Waiting', published: 'Published', rejected: 'Rejected' },
  empty: { pending: 'Nothing is waiting to be read', published: 'Nothing is published yet', rejected: 'Nothing was rejected' },
  publish: 'Publish',
  publishing: 'Publishing',
  reject: 'Reject',
  rejecting: 'Rejecting',
  about: (action: string, product: string, author: string) => `${action}: ${author} on ${product}`,
  reason: 'Why it is not published',
  reasonHint: 'Its author reads this.',
  reasonMissing: 'Say why, so that the author can change it.',
  confirmReject: 'Reject the review',
  cancel: 'Cancel',
  published: (author: string) => `The review by ${author} is published.`,
  rejected: (author: string) => `The review by ${author} is rejected.`,
  changed: { title: 'Its author has changed it', meaning: 'It is not the text that you have read any more. Nothing was decided.', next: 'Read it again below.' } satisfies Words,
  noText: 'No text.',
  more: 'Show more reviews',
} as const
