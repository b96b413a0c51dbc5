import { Dices, History } from 'lucide-react'
import { useStore } from 'zustand'
import { useStudio } from '../studio/studio-context.js'
import { IconButton } from '../ui/icon-button.js'
import { NumberInput } from './number-input.js'
import type { Param } from './use-param.js'

export interface SeedFieldProps {
  readonly id: string
  readonly node: string
  readonly name: string
  readonly param: Param
  readonly describedBy: string
}

/** Largest seed that dice throw: short enough to be read aloud. */
const LARGEST = 1_000_000

/** A seed with dice, and with the seed of the run that plays where it is another one. */
export function SeedField({ id, node, name, param, describedBy }: SeedFieldProps) {
  const { run } = useStudio()
  const used = useStore(
    run.store,
    ({ view }) => view?.seeds.find((seed) => seed.node === node && seed.param === name)?.value,
  )
  const value = Number(param.value)
  return (
    <>
      <NumberInput
        id={id}
        value={value}
        min={0}
        step={1}
        describedBy={describedBy}
        begin={param.begin}
        set={param.set}
      />
      {typeof used === 'number' && used !== value && (
        <IconButton icon={History} label={`Use seed ${used} of this run again`} onClick={() => throwTo(used)} />
      )}
      <IconButton icon={Dices} label="Draw another seed" onClick={() => throwTo(Math.floor(Math.random() * LARGEST))} />
    </>
  )

  function throwTo(seed: number) {
    param.begin()
    param.set(seed)
  }
}
