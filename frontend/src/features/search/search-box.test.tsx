import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http } from 'msw'
import { beforeEach, expect, it } from 'vitest'
import type { Suggestion } from '@/api/types'
import { renderAt } from '@/testing/render'
import { answer, path, server } from '@/testing/server'
import { SearchBox } from './SearchBox'

const items: Suggestion[] = [
  { kind: 'category', slug: 'fromage', name: 'Fromage', image: null },
  { kind: 'product', slug: 'comte', name: 'Fromage Comté', image: null },
]
let asked: (string | null)[] = []

beforeEach(() => {
  asked = []
  server.use(
    http.get(path('/products/suggestions'), ({ request }) => {
      const q = new URL(request.url).searchParams.get('q')
      asked.push(q)
      return answer('list_product_suggestions', { items: q?.startsWith('fro') === true ? items : [] })
    }),
  )
})

function open() {
  const { router } = renderAt('/', [{ path: '*', Component: SearchBox }])
  return { field: screen.getByRole('combobox', { name: 'Search the shop' }), where: () => router.state.location.pathname + router.state.location.search }
}

it('suggests while one types, without asking at every letter, and opens what is chosen with the arrows', async () => {
  const { field, where } = open()
  await userEvent.type(field, 'from')
  expect(await screen.findAllByRole('option')).toHaveLength(2)
  expect(asked.length).toBeLessThan(4)
  expect(field).toHaveAttribute('aria-expanded', 'true')
  await userEvent.keyboard('{ArrowDown}{ArrowDown}')
  const second = screen.getByRole('option', { name: /Comté/ })
  expect(second).toHaveAttribute('aria-selected', 'true')
  expect(field).toHaveAttribute('aria-activedescendant', second.id)
  // Past the end one is back at one's own words, and from there at the last one.
  await userEvent.keyboard('{ArrowDown}')
  expect(field).not.toHaveAttribute('aria-activedescendant')
  await userEvent.keyboard('{ArrowUp}{Enter}')
  await waitFor(() => expect(where()).toBe('/products/comte'))
})

it('narrows the list by what is no product', async () => {
  const { field, where } = open()
  await userEvent.type(field, 'from')
  await userEvent.click(await screen.findByRole('option', { name: /Fromage.*Kind/ }))
  expect(where()).toBe('/products?category=fromage')
})

it('searches for the words themselves, and stands by them on the list', async () => {
  const { field, where } = open()
  await userEvent.type(field, '  fromaj & co {Enter}')
  expect(where()).toBe('/products?q=fromaj+%26+co')
  expect(screen.getByRole('combobox', { name: 'Search the shop' })).toHaveValue('fromaj & co')
})

it('takes the suggestions away with Escape and keeps the words', async () => {
  const { field } = open()
  await userEvent.type(field, 'from')
  await screen.findAllByRole('option')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('option')).not.toBeInTheDocument()
  expect(field).toHaveValue('from')
})
