/** The moments worth saying aloud before a sale starts, falling; everything in between is only shown. */
export const startMilestones = [600_000, 300_000, 60_000, 10_000, 0] as const
