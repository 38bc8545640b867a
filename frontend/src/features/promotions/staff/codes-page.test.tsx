import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { session } from '@/api/session'
import { renderAt } from '@/testing/render'
import { problem, tokensFor } from '@/testing/server'
import { aCode, keepRecords, staffUser } from '@/testing/staff-catalogue'
import { codeText, randomCode } from './code-values'
import { Component as CodesPage } from './CodesPage'

const routes = [
  { path: '/staff/codes', Component: CodesPage },
  { path: '*', element: <p>elsewhere</p> },
]

const codes = [
  aCode(),
  aCode({ id: 'amount', code: 'EVENING5', title: 'Evenings', percent: null, amount: { amount: 500, currency: 'EUR' }, minimum: { amount: 4_000, currency: 'EUR' }, total_limit: null, redeemed: 1 }),
  aCode({ id: 'gone', code: 'GONE', title: 'For the first ten', total_limit: 10, redeemed: 10 }),
]

function open(search = '', refuse?: (body: unknown) => Response | null) {
  const kept = keepRecords('/codes', codes, { made: (body) => aCode({ ...body, id: 'made' }), ...(refuse && { refuse }) })
  return { ...kept, ...renderAt(`/staff/codes${search}`, routes) }
}

const field = (name: string) => screen.findByLabelText(name)

beforeEach(() => session.signIn(tokensFor(staffUser)))

describe('discount codes', () => {
  it('say what they take off, how often they were used, and when they are used up', async () => {
    open()
    const rows = within(await screen.findByRole('list', { name: 'Discount codes' })).getAllByRole('listitem')
    expect(rows[0]).toHaveTextContent(/WELCOME10.*10%.*42 of 100 used.*In force/)
    expect(rows[1]).toHaveTextContent(/EVENING5.*from €40.00 on.*€5.00.*Used once/)
    expect(rows[2]).toHaveTextContent(/GONE.*10 of 10 used.*Used up/)
  })

  it('are made as an amount with a minimum and limits', async () => {
    const { created, router } = open('?open=new')
    await userEvent.type(await field('Code'), ' spring 5')
    expect(await field('Code')).toHaveValue('SPRING5')
    await userEvent.click(screen.getByRole('radio', { name: /^An amount/ }))
    await userEvent.type(await field('Amount off, in EUR'), '5')
    await userEvent.type(await field('Title'), 'Spring')
    await userEvent.type(await field('Goods for at least (optional), in EUR'), '40,00')
    await userEvent.type(await field('Orders in all (optional)'), '500')
    await userEvent.clear(await field('Orders per customer (optional)'))
    await userEvent.click(screen.getByRole('button', { name: 'New code' }))
    await waitFor(() => expect(router.state.location.search).toBe('?open=made'))
    expect(created).toEqual([
      expect.objectContaining({ code: 'SPRING5', amount: { amount: 500, currency: 'EUR' }, minimum: { amount: 4_000, currency: 'EUR' }, total_limit: 500, per_customer_limit: null }),
    ])
    expect(created[0]).not.toHaveProperty('percent')
  })

  it('say at the field that a code is taken', async () => {
    open('?open=new', () => problem(409, 'code_taken'))
    await userEvent.click(await screen.findByRole('button', { name: 'Make one up' }))
    await userEvent.type(await field('Percent off'), '10')
    await userEvent.type(await field('Title'), 'Ten')
    await userEvent.click(screen.getByRole('button', { name: 'New code' }))
    await waitFor(async () => expect(await field('Code')).toHaveAccessibleDescription(/Another code has this text/))
    expect(await field('Code')).toHaveFocus()
  })

  it('are changed: a limit is taken away, and one below what was used is refused at its field', async () => {
    const { edits } = open(`?open=${aCode().id}`, (body) => ((body as { total_limit?: number }).total_limit === 5 ? problem(409, 'limit_below_redeemed') : null))
    const limit = await field('Orders in all (optional)')
    await userEvent.clear(limit)
    await userEvent.type(limit, '5')
    const save = () => userEvent.click(screen.getByRole('button', { name: 'Save the changes' }))
    await save()
    await waitFor(() => expect(limit).toHaveAccessibleDescription(/More orders have used it than that/))
    await userEvent.clear(limit)
    await save()
    expect(await screen.findByText('Saved.')).toBeVisible()
    expect(edits.at(-1)).toEqual({ ifMatch: '"1"', body: { total_limit: null } })
  })

  it('says what has to be corrected', async () => {
    const { created } = open('?open=new')
    await userEvent.type(await field('Code'), 'A?')
    await userEvent.type(await field('Orders in all (optional)'), '0')
    await userEvent.click(screen.getByRole('button', { name: 'New code' }))
    await waitFor(async () => expect(await field('Code')).toHaveFocus())
    expect(await field('Orders in all (optional)')).toHaveAccessibleDescription(/at least 1/)
    expect(await field('Percent off')).toHaveAccessibleDescription(/from 1 to 90/)
    expect(created).toEqual([])
  })

  it('are made up without letters that look like figures', () => {
    expect(randomCode()).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/)
    expect(codeText(' ab 1-c\n')).toBe('AB1-C')
  })
})
