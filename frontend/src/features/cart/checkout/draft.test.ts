import { describe, expect, it } from 'vitest'
import { anAddress } from '@/testing/examples'
import { checkoutKey, closeCheckout, openCheckout } from './checkout-key'
import { type Draft, emptyDraft, firstOpen, isReachable, readDraft, saveDraft } from './draft'

const address = anAddress()
const filled: Draft = { email: 'ada@example.com', address, addressId: null, method: 'standard' }

describe('the steps of the checkout', () => {
  it.each<[string, Draft, boolean, string]>([
    ['nothing', emptyDraft, false, 'address'],
    ['an address without an email, of a visitor', { ...filled, email: null }, false, 'address'],
    ['an address without an email, of an account', { ...filled, email: null, method: null }, true, 'shipping'],
    ['all but the shipping', { ...filled, method: null }, false, 'shipping'],
    ['everything', filled, false, 'payment'],
    ['a method without an address', { ...emptyDraft, method: 'express' }, true, 'address'],
  ])('with %s', (_, draft, signedIn, step) => expect(firstOpen(draft, signedIn)).toBe(step))

  it('lets one go back, and not ahead', () => {
    const draft = { ...filled, method: null }
    expect(isReachable('address', draft, false)).toBe(true)
    expect(isReachable('shipping', draft, false)).toBe(true)
    expect(isReachable('payment', draft, false)).toBe(false)
  })

  it('keeps what is filled in through a reload, and survives rubbish in the storage', () => {
    saveDraft({ email: 'ada@example.com' })
    saveDraft({ method: 'express' })
    expect(readDraft()).toEqual({ ...emptyDraft, email: 'ada@example.com', method: 'express' })
    sessionStorage.setItem('doorbuster.checkout', '{')
    expect(readDraft()).toEqual(emptyDraft)
  })
})

describe('the key of a checkout', () => {
  const body = { shipping_method: 'standard' as const, expected_total: { amount: 100, currency: 'EUR' } }

  it('stays the same for the same order, and is another one for another', () => {
    const key = checkoutKey(body)
    expect(checkoutKey({ ...body })).toBe(key)
    const other = checkoutKey({ ...body, expected_total: { amount: 90, currency: 'EUR' } })
    expect(other).not.toBe(key)
  })

  it('is open until there is a definite answer, and not for ever', () => {
    expect(openCheckout()).toBeNull()
    const key = checkoutKey(body, 1_000)
    expect(openCheckout(2_000)).toMatchObject({ key, body })
    expect(openCheckout(1_000 + 11 * 60_000)).toBeNull()
    closeCheckout()
    expect(openCheckout(2_000)).toBeNull()
    expect(checkoutKey(body)).not.toBe(key)
  })
})
