import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { DiscountCode } from '@/api/types'
import { ListPage, useOpened } from '@/features/catalogue/staff/editing/ListPage'
import { Opened } from '@/features/catalogue/staff/editing/Opened'
import { Row } from '@/features/catalogue/staff/editing/RowList'
import type { WindowState } from '@/features/catalogue/staff/editing/window'
import { StateTag, WindowCell } from '@/features/catalogue/staff/editing/WindowCell'
import { WindowedList } from '@/features/catalogue/staff/editing/WindowedList'
import { shopQuery } from '@/features/platform/queries'
import { formatMoney } from '@/shared/format'
import { Tag } from '@/shared/ui/Tag'
import { staffCodes } from '@/texts/en/staff-codes'
import { EditCode, NewCode } from './CodeForms'
import { codeQuery, codesQuery } from './queries'
import { isUsedUp, Redeemed, takesOff } from './Redeemed'

export function Component() {
  const { data: shop } = useQuery(shopQuery())
  // Until the shop has said its currency, no amount can be named.
  const fresh = shop && <NewCode currency={shop.currency} />
  return (
    <ListPage
      title={staffCodes.title}
      lead={staffCodes.lead}
      create={staffCodes.create}
      fresh={fresh}
      list={<CodeList />}
      one={(id) => ({
        title: <Name id={id} />,
        content: <Opened query={codeQuery(id)}>{(code) => shop && <EditCode key={code.id} code={code} currency={shop.currency} />}</Opened>,
      })}
    />
  )
}

function Name({ id }: { id: string }) {
  return useQuery(codeQuery(id)).data?.title ?? staffCodes.one
}

function CodeList() {
  return (
    <WindowedList
      label={staffCodes.title}
      query={useInfiniteQuery(codesQuery())}
      names={staffCodes.states}
      none={staffCodes.none}
      row={(code, state) => <CodeRow key={code.id} code={code} state={state} />}
    />
  )
}

function CodeRow({ code, state }: { code: DiscountCode; state: WindowState }) {
  const { opened, at } = useOpened()
  return (
    <Row
      id={code.id}
      to={at(code.id)}
      current={opened === code.id}
      name={<span className="font-mono">{code.code}</span>}
      about={
        <>
          {code.title}
          {code.minimum != null && <span className="block">{staffCodes.from(formatMoney(code.minimum))}</span>}
        </>
      }
      columns="grid-cols-[minmax(0,1fr)_auto] @2xl:grid-cols-[minmax(0,1fr)_5rem_8rem_18rem_6rem]"
    >
      <p className="figures text-right text-base font-bold">{takesOff(code)}</p>
      <Redeemed code={code} />
      <p className="text-right @2xl:order-2">{state === 'on' && isUsedUp(code) ? <Tag>{staffCodes.usedUp}</Tag> : <StateTag state={state} names={staffCodes.states} />}</p>
      <WindowCell className="max-@2xl:col-span-2 @2xl:order-1" {...code} />
    </Row>
  )
}
