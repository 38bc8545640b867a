import { chooseTheme, useTheme } from '@/shared/theme'
import { Icon } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'

export function ThemeToggle({ className = '' }: { className?: string }) {
  const theme = useTheme()
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      className={`inline-grid size-11 shrink-0 place-items-center rounded-control hover:bg-sunken ${className}`}
      aria-label={other === 'dark' ? texts.shell.toDark : texts.shell.toLight}
      onClick={() => chooseTheme(other)}
    >
      <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
    </button>
  )
}
