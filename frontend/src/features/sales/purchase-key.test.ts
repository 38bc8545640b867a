import { describe, expect, it } from 'vitest'
import { clearIntent, openIntent, purchaseRecord, recordIntent, renewKey } from './purchase-key'

describe('the key of a purchase', () => {
  it('is made once per sale and survives retries and reloads', () => {
    const { key } = purchaseRecord('sale-a')
    expect(key.length).toBeGreaterThanOrEqual(16)
    expect(purchaseRecord('sale-a').key).toBe(key)
    expect(recordIntent('sale-a', 2).key).toBe(key)
    expect(clearIntent('sale-a').key).toBe(key)
    expect(purchaseRecord('sale-b').key).not.toBe(key)
    expect(JSON.parse(sessionStorage.getItem('doorbuster.purchase.sale-a') ?? '{}')).toMatchObject({ key })
  })

  it('is renewed only for buying again', () => {
    const { key } = purchaseRecord('sale-c')
    expect(renewKey('sale-c').key).not.toBe(key)
  })

  it('remembers an unanswered press for a while', () => {
    recordIntent('sale-d', 2, 1_000)
    expect(openIntent('sale-d', 60_000)).toMatchObject({ quantity: 2 })
    expect(openIntent('sale-d', 11 * 60_000 + 1_000)).toBeNull()
    clearIntent('sale-d')
    expect(openIntent('sale-d', 60_000)).toBeNull()
  })

  it('starts anew when the stored record is unreadable', () => {
    sessionStorage.setItem('doorbuster.purchase.sale-e', '{broken')
    expect(purchaseRecord('sale-e').key.length).toBeGreaterThanOrEqual(16)
  })
})
