import { describe, expect, it } from 'vitest'
import { aSale, inSeconds } from '@/testing/examples'
import { arrange } from './arrange'

describe('the order of the sales', () => {
  it('is live, then coming up, then over', () => {
    const sales = [
      aSale({ id: 'past', status: 'ended', ends_at: inSeconds(-900) }),
      aSale({ id: 'later', status: 'scheduled', starts_at: inSeconds(9_000) }),
      aSale({ id: 'gone', status: 'sold_out', ends_at: inSeconds(60) }),
      aSale({ id: 'soon', status: 'scheduled', starts_at: inSeconds(90) }),
      aSale({ id: 'live', status: 'live', ends_at: inSeconds(900) }),
      aSale({ id: 'called off', status: 'cancelled', ends_at: inSeconds(-90) }),
    ]
    const { open, upcoming, over } = arrange(sales)
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id)
    expect(ids(open)).toEqual(['live', 'gone'])
    expect(ids(upcoming)).toEqual(['soon', 'later'])
    expect(ids(over)).toEqual(['called off', 'past'])
  })
})
