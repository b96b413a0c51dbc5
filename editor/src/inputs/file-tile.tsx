import { routePath } from '@frameloom/protocol'
import { ImageOff, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../ui/icon-button.js'

export interface FileTileProps {
  /** A name in the input folder, or a data URI. */
  readonly name: string
  readonly remove: () => void
}

/** A file that a node reads: what it looks like, and what it is called. */
export function FileTile({ name, remove }: FileTileProps) {
  const [lost, setLost] = useState(false)
  const inside = name.startsWith('data:')
  const label = inside ? 'picture in the document' : withoutDigest(name)
  return (
    <li className="file-tile" data-lost={lost ? '' : undefined}>
      {lost ? (
        <span className="file-lost">
          <ImageOff size={18} strokeWidth={1.5} aria-hidden />
        </span>
      ) : (
        <img
          src={inside ? name : routePath('readThumbnail', { params: { name } })}
          alt={label}
          draggable={false}
          onError={() => setLost(true)}
        />
      )}
      <span className="file-name" title={inside ? label : name}>
        {label}
      </span>
      <IconButton icon={X} label={`Remove ${label}`} onClick={remove} />
    </li>
  )
}

/** The name as it was before the server put the digest of the content into it. */
const withoutDigest = (name: string): string => name.replace(/\.[0-9a-f]{16}(?=\.\w+$)/, '')
