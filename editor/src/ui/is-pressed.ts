/**
 * Was a button pressed by a key or by assistive technology? For what a pointer does only by a double click: `detail` of a `click`
 * counts the clicks of a pointer.
 */
export const isPressed = (detail: number): boolean => detail === 0
