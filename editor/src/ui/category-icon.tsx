import { Box, Boxes, ChartSpline, Film, Layers, type LucideIcon, Puzzle, Sparkles } from 'lucide-react'

/** Icons of the categories that packs commonly use; any other category gets a puzzle piece. */
const icons: Readonly<Record<string, LucideIcon>> = {
  Model: Box,
  Memory: Layers,
  Sampling: Sparkles,
  Output: Film,
  Compare: ChartSpline,
  Flow: Boxes,
}

export function CategoryIcon({
  category,
  size = 14,
}: {
  readonly category: string | undefined
  readonly size?: number
}) {
  const Icon = icons[category ?? ''] ?? Puzzle
  return <Icon aria-hidden className="category-icon" size={size} strokeWidth={1.75} />
}
