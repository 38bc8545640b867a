import { Icon } from '@/shared/ui/Icon'

const icons = { up: 'chevron', down: 'chevron', remove: 'close' } as const

interface ToolProps {
  icon: keyof typeof icons
  name: string
  unavailable?: boolean
  onPress: () => void
}

/** A small button beside a thing. It stays focusable where it does nothing, so that a keyboard keeps its place at the ends. */
export function Tool({ icon, name, unavailable = false, onPress }: ToolProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      aria-disabled={unavailable || undefined}
      className="inline-grid size-11 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-35 aria-disabled:hover:bg-transparent"
      onClick={() => {
        if (!unavailable) onPress()
      }}
    >
      <span className={icon === 'up' ? 'rotate-180' : ''}>
        <Icon name={icons[icon]} />
      </span>
    </button>
  )
}
