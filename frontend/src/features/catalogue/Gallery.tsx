import { useState } from 'react'
import type { Product } from '@/api/types'
import { stageSizes } from '@/features/sales/picture'
import { Picture } from '@/shared/ui/Picture'
import { product as words } from '@/texts/en/product'

/** The product's pictures: one large, the others a press away. */
export function Gallery({ product: { name, images } }: { product: Product }) {
  const [shown, setShown] = useState(0)
  return (
    <div className="min-w-0">
      <Picture image={images[shown]} product={name} lead sizes={stageSizes} className="plate" />
      {images.length > 1 && (
        <ul aria-label={words.pictures} className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(4.5rem,1fr))] gap-2 lg:grid-cols-[repeat(auto-fill,minmax(6rem,1fr))]">
          {images.map((image, index) => (
            <li key={image.url}>
              <button
                type="button"
                aria-pressed={index === shown}
                aria-label={words.showPicture(index + 1, images.length)}
                className="block w-full rounded-plate border-2 border-transparent p-0.5 hover:border-line-strong aria-pressed:border-ink"
                onClick={() => setShown(index)}
              >
                <Picture image={image} product={name} decorative sizes="6rem" className="aspect-[4/3] rounded-[2px]" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
