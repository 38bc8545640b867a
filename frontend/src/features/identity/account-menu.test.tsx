import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { aUser } from '@/testing/examples'
import { renderAt } from '@/testing/render'
import { AccountMenu } from './AccountMenu'

it.each([
  ['customer', 0],
  ['staff', 1],
  ['admin', 1],
] as const)('leads a %s to the pages of the staff: %d', async (role, links) => {
  renderAt('/', [{ path: '*', element: <AccountMenu user={{ ...aUser, role }} /> }])
  await userEvent.click(await screen.findByRole('button', { name: 'Account of Ada' }))
  expect(screen.queryAllByRole('link', { name: 'Run the shop' })).toHaveLength(links)
})
