/** What the lists and forms of the back office have in common. */
export const lists = {
  searchKey: '/',
  more: 'Show more',
  loadingMore: 'Loading more',
  versions: { field: 'What', before: 'As you saw it', now: 'As it is now', take: 'Take over the new values' },
} as const
