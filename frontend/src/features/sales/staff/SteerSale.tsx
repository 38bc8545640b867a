import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Sale } from '@/api/types'
import { Button } from '@/shared/ui/Button'
import { ConfirmDialog } from '@/shared/ui/ConfirmDialog'
import { staff } from '@/texts/en/staff'
import { isOver, learnSale, type Steer, steerSale, type TaggedSale } from './queries'

interface SteerSaleProps {
  sale: Sale
  onSteered: (known: TaggedSale) => void
}

/** Pause, resume, cancel: others feel each of them at once, so each asks first. */
export function SteerSale({ sale, onSteered }: SteerSaleProps) {
  if (isOver(sale)) return null
  return (
    <section className="mt-10">
      <h2 className="text-xl font-bold tracking-tight">{staff.steer.heading}</h2>
      <div className="mt-4 flex flex-wrap gap-3">
        {/* One place for both, so that the focus stays when one becomes the other. */}
        <SteerButton key="run" sale={sale} steer={sale.status === 'paused' ? 'resume' : 'pause'} onSteered={onSteered} />
        <SteerButton key="cancel" sale={sale} steer="cancel" onSteered={onSteered} />
      </div>
    </section>
  )
}

function SteerButton({ sale, steer, onSteered }: SteerSaleProps & { steer: Steer }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const words = staff.steer[steer]
  const danger = steer === 'cancel'
  const steering = useMutation({
    mutationFn: () => steerSale(sale.id, steer),
    onSuccess: async (known) => {
      dialog.current?.close()
      await learnSale(queries, known)
      onSteered(known)
    },
  })
  return (
    <>
      <Button look={danger ? 'danger' : 'quiet'} onClick={() => dialog.current?.showModal()}>
        {words.open}
      </Button>
      <ConfirmDialog
        ref={dialog}
        title={words.title}
        body={words.body}
        confirm={steering.isPending ? words.working : words.confirm}
        keep={words.keep}
        danger={danger}
        busy={steering.isPending}
        error={steering.error}
        onKeep={() => dialog.current?.close()}
        onConfirm={() => steering.mutate()}
        onClose={() => steering.reset()}
      />
    </>
  )
}
