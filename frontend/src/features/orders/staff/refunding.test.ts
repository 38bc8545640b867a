import { describe, expect, it } from 'vitest'
import { board, euro, kettle, leftOfOrder } from '@/testing/staff-orders'
import { amountOf, asksForStock, checkRefund, effectOf, emptyDraft, refundOf } from './refunding'
import { unitsField } from './units'

const left = leftOfOrder()
const some = (kettles: string, changes = {}) => ({ ...emptyDraft, way: 'units' as const, units: { [unitsField(kettle)]: kettles, [unitsField(board)]: '0' }, reason: 'Broken', restock: 'no' as const, ...changes })

describe('what a refund will do', () => {
  it('is all that is left, to the cent', () => {
    const draft = { ...emptyDraft, way: 'all' as const, restock: 'yes' as const }
    expect(amountOf(draft, left)).toEqual({ money: left.amount, exact: true })
    expect(effectOf(draft, left)).toEqual([
      '€393.90 goes back to the customer, the way it was paid.',
      '4 units will not be sent any more.',
      '4 units can be sold again at once.',
      'Nothing is left to be sent then, so the order ends there.',
      'The customer gets a mail once the money is on its way.',
    ])
    expect(refundOf({ ...draft, reason: ' Broken ' }, left)).toEqual({ reason: 'Broken', restock: true })
  })

  it('is about what the units were worth, when that does not divide', () => {
    // Three kettles are worth 34,801 cents together.
    expect(amountOf(some('3'), left)).toEqual({ money: euro(34_801), exact: true })
    expect(amountOf(some('1'), left)).toEqual({ money: euro(11_600), exact: false })
    expect(effectOf(some('1'), left)[0]).toBe('About €116.00 goes back to the customer, the way it was paid. The shop knows to the cent.')
    expect(amountOf(some('1', { amount: '50' }), left)).toEqual({ money: euro(5_000), exact: true })
    expect(amountOf(some('0', { shipping: true }), left)).toEqual({ money: euro(690), exact: true })
  })

  it('asks for the fate of units only when some leave', () => {
    expect(asksForStock(some('1'), left)).toBe(true)
    expect(asksForStock(some('0', { shipping: true }), left)).toBe(false)
    expect(asksForStock({ ...emptyDraft, way: 'money', amount: '5' }, left)).toBe(false)
    expect(refundOf({ ...emptyDraft, way: 'money', amount: '5,5', reason: 'Late' }, left)).toEqual({ reason: 'Late', amount: euro(550) })
    expect(refundOf(some('2', { shipping: true }), left)).toEqual({ reason: 'Broken', lines: [{ product_id: kettle, quantity: 2 }], shipping: true, restock: false })
  })

  it('finds what is missing or too much', () => {
    expect(checkRefund(emptyDraft, left)).toMatchObject({ way: 'Say what goes back.', reason: 'Say why, in a few words.' })
    expect(checkRefund(some('4'), left)[unitsField(kettle)]).toBe('There are only 3.')
    expect(checkRefund(some('0'), left)[unitsField(kettle)]).toBe('Choose at least one unit, or what the parcel cost.')
    expect(checkRefund(some('0', { shipping: true }), left)[unitsField(kettle)]).toBeUndefined()
    expect(checkRefund(some('1', { restock: '' }), left).restock).toBeDefined()
    expect(checkRefund(some('1', { amount: '12.345' }), left).amount).toBe('Enter an amount like 12.50.')
    expect(checkRefund(some('1', { amount: '393.91' }), left).amount).toBe('Only €393.90 can still go back.')
    expect(checkRefund({ ...emptyDraft, way: 'money' }, left).amount).toBe('Enter how much goes back.')
  })
})
