import { z } from 'zod'

/** In bytes: file systems take 255, and what is put behind a name needs the rest. */
const LONGEST_NAME = 150

/** The parameter of nodes that write a file. */
export const fileName = () =>
  z
    .string()
    .regex(
      /^(?!\.+$)[\p{L}\p{M}\p{N}._ -]*$/u,
      'letters, digits, spaces, dots, dashes and underscores only, and not dots alone',
    )
    .refine((name) => Buffer.byteLength(name) <= LONGEST_NAME, `at most ${LONGEST_NAME} bytes of UTF-8`)
    .default('')
    .meta({
      title: 'File name',
      description:
        'Without extension. Empty: the name of the document. An existing file is kept, and the new one gets a number.',
    })
