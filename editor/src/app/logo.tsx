/** Threads through a loom, three frames wide. */
export function Logo() {
  return (
    <span className="logo">
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden>
        <rect x="1" y="1" width="20" height="20" rx="5.5" className="logo-frame" />
        <path d="M4.5 8c3.2 0 3.2 6 6.5 6s3.2-6 6.5-6" className="logo-thread" />
        <path d="M4.5 14c3.2 0 3.2-6 6.5-6s3.2 6 6.5 6" className="logo-thread faint" />
      </svg>
      <b>Frameloom</b>
    </span>
  )
}
