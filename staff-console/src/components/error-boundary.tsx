import { Component, type ReactNode } from 'react';
import { ProblemPanel } from './state-panel.tsx';

/** One broken page never takes the frame with it. `of` changes with the page, and the next page starts whole. */
export class ErrorBoundary extends Component<{ children: ReactNode; of: string }, { error: unknown; of: string }> {
  override state = { error: undefined, of: this.props.of };
  static getDerivedStateFromError = (error: unknown) => ({ error });
  static getDerivedStateFromProps = ({ of }: { of: string }, state: { of: string }) => (of === state.of ? null : { of, error: undefined });
  override render() {
    const { error } = this.state;
    return error === undefined ? this.props.children : <ProblemPanel error={error} onRetry={() => location.reload()} />;
  }
}
