import { useState } from 'react'
import { texts } from '@/texts/en'

interface PictureProps {
  url: string | null | undefined
  product: string
  /** Decoration when the product is named right next to it. */
  decorative?: boolean
  /** The largest picture of the page: fetched first. */
  lead?: boolean
  className?: string
}

/** A product on its plate. The box has its size before the picture arrives, and keeps it if none does. */
export function Picture({ url, product, decorative = false, lead = false, className = '' }: PictureProps) {
  const [failed, setFailed] = useState(false)
  return (
    <div className={`relative overflow-hidden bg-sunken ${className}`}>
      {url != null && !failed ? (
        <img
          src={url}
          alt={decorative ? '' : texts.sales.imageOf(product)}
          width={1200}
          height={900}
          loading={lead ? 'eager' : 'lazy'}
          fetchPriority={lead ? 'high' : 'auto'}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
          onError={() => setFailed(true)}
        />
      ) : (
        <div aria-hidden="true" className="absolute inset-0 grid place-items-center p-6 text-center heading text-ink-soft">
          {product}
        </div>
      )}
    </div>
  )
}
