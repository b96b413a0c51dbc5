import sharp from 'sharp'

/** JPEGs of a landscape under a travelling sun, for whoever shows frames. */
export async function pictures(count: number): Promise<readonly Buffer<ArrayBuffer>[]> {
  const frames = Array.from({ length: count }, (_, index) => landscape(index / count))
  return Promise.all(
    frames.map(async (svg) =>
      Buffer.from(new Uint8Array(await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer())),
    ),
  )
}

function landscape(time: number): string {
  const sun = 20 + time * 216
  const shift = time * 256
  const hills = (y: number, step: number, fill: string) =>
    `<path fill="${fill}" d="M-256 160 ${Array.from({ length: 9 }, (_, i) => `L${i * 96 - 256 - ((shift * step) % 96)} ${y + (i % 2 === 0 ? 0 : 26)}`).join(' ')} L600 160Z"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="160"><defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#27366d"/><stop offset="1" stop-color="#f2a97e"/></linearGradient></defs><rect width="256" height="160" fill="url(#sky)"/><circle cx="${sun}" cy="${60 - Math.sin(time * Math.PI) * 28}" r="14" fill="#ffe9b8"/>${hills(92, 0.4, '#56658f')}${hills(108, 0.8, '#3a6b5c')}${hills(126, 1.6, '#22483f')}<circle cx="128" cy="${132 - Math.abs(Math.sin(time * 20)) * 14}" r="11" fill="#e2564d"/></svg>`
}
