import { Component, type ReactNode } from 'react';

interface Props {
  /** A new key (the address) tries again. */
  readonly at: string;
  readonly fallback: (error: unknown) => ReactNode;
  readonly children: ReactNode;
}

/** A page that breaks shows words and a way on, never a white screen. */
export class ErrorBoundary extends Component<Props, { error: unknown; at: string }> {
  override state: { error: unknown; at: string } = { error: undefined, at: this.props.at };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { error: unknown; at: string }) {
    return props.at === state.at ? null : { error: undefined, at: props.at };
  }

  override render() {
    return this.state.error === undefined ? this.props.children : this.props.fallback(this.state.error);
  }
}
