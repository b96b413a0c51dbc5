import { type CSSProperties, useRef } from 'react'
import { useNativeEvent } from '../ui/use-native-event.js'
import { NumberInput } from './number-input.js'
import type { Param } from './use-param.js'

export interface SliderFieldProps {
  readonly id: string
  readonly label: string
  readonly face: { readonly min: number; readonly max: number; readonly step: number }
  readonly param: Param
  readonly describedBy: string
}

export function SliderField({ id, label, face, param, describedBy }: SliderFieldProps) {
  const slider = useRef<HTMLInputElement>(null)
  useNativeEvent(slider, 'pointerdown', param.begin)
  const value = Number(param.value)
  const share = (value - face.min) / (face.max - face.min || 1)
  return (
    <>
      <input
        ref={slider}
        type="range"
        className="slider"
        aria-label={`${label}, slider`}
        {...face}
        value={value}
        style={{ '--share': share } as CSSProperties}
        onFocus={param.begin}
        onChange={({ target }) => param.set(Number(target.value))}
      />
      <NumberInput id={id} value={value} {...face} describedBy={describedBy} begin={param.begin} set={param.set} />
    </>
  )
}
