/** Choosing units of an order's lines, for parcels, refunds and returns. */
export const staffUnits = {
  of: (product: string) => `Units of ${product}`,
  odd: 'Enter a whole number.',
  many: (most: number) => (most === 0 ? 'There is none any more.' : `There are only ${most}.`),
} as const
