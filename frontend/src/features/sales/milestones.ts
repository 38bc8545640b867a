/** The moments worth saying aloud before a sale starts, falling; everything in between is only shown. */
export const startMilestones = [600_000, 300_000, 60_000, 10_000, 0] as const

/** The numbers of units left that are worth saying aloud while a sale sells, falling. */
export const unitMilestones = [500, 100, 50, 10, 5, 1] as const
