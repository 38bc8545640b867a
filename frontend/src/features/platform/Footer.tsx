import { Link } from 'react-router'
import type { Shop } from '@/api/types'
import { paths } from '@/shared/paths'
import { Mark } from '@/shared/ui/Icon'
import { texts } from '@/texts/en'
import { ThemeToggle } from './ThemeToggle'

const row = 'link inline-flex min-h-11 items-center'

export function Footer({ shop }: { shop: Shop | undefined }) {
  return (
    <footer className="mt-24 border-t border-line">
      <div className="frame flex flex-col gap-8 py-10 md:flex-row md:justify-between">
        <div className="max-w-sm">
          <p className="flex items-center gap-2 font-extrabold tracking-tight">
            <Mark />
            {shop?.name ?? texts.shop.name}
          </p>
          <p className="mt-2 text-sm text-ink-soft">{texts.shell.promise}</p>
          {shop?.payment_provider === 'test' && <p className="mt-2 text-sm text-ink-soft">{texts.shell.testShop}</p>}
        </div>
        {/* On a narrow screen the header has no room for it. */}
        <ThemeToggle className="-mt-4 -ml-3 sm:hidden" />
        <nav aria-label={texts.shell.footer} className="text-sm">
          <ul className="flex flex-col md:items-end">
            <li>
              <Link to={paths.products()} className={row}>
                {texts.catalogue.all}
              </Link>
            </li>
            <li>
              <Link to={paths.sales()} className={row}>
                {texts.shell.allSales}
              </Link>
            </li>
            <li>
              <Link to={paths.terms()} className={row}>
                {texts.shell.terms}
              </Link>
            </li>
            <li>
              {/* Served by the shop's server, not by this application: a real navigation. */}
              <a href={paths.apiReference()} className={row}>
                {texts.shell.apiReference}
              </a>
            </li>
            {shop && <li className="figures mt-2 text-ink-soft">{texts.shell.version(shop.version)}</li>}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
