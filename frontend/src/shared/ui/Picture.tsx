import { useState } from 'react'
import { texts } from '@/texts/en'

/** A picture as the shop names it; where it has several sizes, the browser takes the one that fits. */
export interface Shown {
  readonly url: string
  readonly alt?: string | undefined
  readonly width?: number | null | undefined
  readonly height?: number | null | undefined
  readonly sources?: readonly { readonly type: string; readonly srcset: string }[] | undefined
}

interface PictureProps {
  image: Shown | null | undefined
  product: string
  /** Decoration when the product is named right next to it. */
  decorative?: boolean
  /** The largest picture of the page: fetched first. */
  lead?: boolean
  /** How wide it is drawn, in the words of the `sizes` attribute. */
  sizes?: string
  className?: string
}

/** A product on its plate. The box has its size before the picture arrives, and keeps it if none does. */
export function Picture({ image, product, decorative = false, lead = false, sizes = '100vw', className = '' }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null)
  return (
    <div className={`relative overflow-hidden bg-sunken ${className}`}>
      {image != null && failed !== image.url ? (
        <picture>
          {image.sources?.map(({ type, srcset }) => (
            <source key={type} type={type} srcSet={srcset} sizes={sizes} />
          ))}
          <img
            src={image.url}
            alt={decorative ? '' : altOf(image, product)}
            width={image.width ?? 1200}
            height={image.height ?? 900}
            loading={lead ? 'eager' : 'lazy'}
            fetchPriority={lead ? 'high' : 'auto'}
            decoding="async"
            className="absolute inset-0 size-full object-cover"
            onError={() => setFailed(image.url)}
          />
        </picture>
      ) : (
        <NoPicture product={product} />
      )}
    </div>
  )
}

function altOf({ alt }: Shown, product: string): string {
  return alt === undefined || alt === '' ? texts.sales.imageOf(product) : alt
}

/** Without a picture the plate carries the product's initial, as large as it gets. */
function NoPicture({ product }: { product: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice" className="absolute inset-0 size-full text-line-strong">
      <text x="24" y="284" fontSize="340" fontWeight="800" letterSpacing="-12" fill="currentColor" opacity="0.28">
        {product.trim().charAt(0).toUpperCase()}
      </text>
    </svg>
  )
}
