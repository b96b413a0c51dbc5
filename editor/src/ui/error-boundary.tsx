import { Component, type ReactNode } from 'react'

export interface ErrorBoundaryProps {
  /** What is shown in place of what cannot be drawn. */
  readonly otherwise: (message: string, again: () => void) => ReactNode
  readonly children: ReactNode
}

/** Shows something else where a part of the page throws while it is drawn, so that the rest stays. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly message: string | undefined }> {
  override state: { readonly message: string | undefined } = { message: undefined }

  static getDerivedStateFromError(cause: unknown) {
    return { message: cause instanceof Error ? cause.message : String(cause) }
  }

  override render() {
    const { message } = this.state
    const { children, otherwise } = this.props
    return message === undefined ? children : otherwise(message, () => this.setState({ message: undefined }))
  }
}
